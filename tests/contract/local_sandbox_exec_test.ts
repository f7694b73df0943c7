import { testLocalBackend } from "./_local.ts";

if (Deno.build.os === "darwin") await testLocalBackend("sandbox-exec");
