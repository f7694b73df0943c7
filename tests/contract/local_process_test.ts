import { testLocalBackend } from "./_local.ts";

await testLocalBackend("process");
