/**
 * What Claude Code 2.1.330 knows by name, as seen on 2026-11-25. Names come and go with its releases:
 * what is not among them is a warning, never an error.
 *
 * @module
 */

/** Tools that an agent or skill may be given. */
export const KNOWN_TOOLS: readonly string[] = [
  ...["Agent", "Artifact", "AskUserQuestion", "Bash", "CronCreate", "CronDelete", "CronList"],
  ...["Edit", "EnterPlanMode", "EnterWorktree", "ExitPlanMode", "ExitWorktree", "Glob", "Grep"],
  ...["ListAgents", "ListMcpResourcesTool", "LSP", "Monitor", "NotebookEdit", "PowerShell"],
  ...["PushNotification", "Read", "ReadMcpResourceTool", "RemoteTrigger", "ReportFindings"],
  ...["ScheduleWakeup", "SendMessage", "Skill", "Task", "TaskCreate", "TaskGet", "TaskList"],
  ...["TaskStop", "TaskUpdate", "TodoWrite", "ToolSearch", "WebFetch", "WebSearch", "Workflow"],
  "Write",
];

/** Skills and commands that come with it; one of ours by that name would take their place. */
export const BUNDLED_SKILLS: readonly string[] = [
  ...["agents", "batch", "bug", "clear", "claude-api", "code-review", "compact", "config"],
  ...["context", "cost", "dataviz", "debug", "doctor", "export", "fewer-permission-prompts"],
  ...["help", "hooks", "init", "keybindings-help", "login", "logout", "loop", "mcp", "memory"],
  ...["model", "permissions", "plugin", "plugin-authoring", "resume", "review", "run"],
  ...["security-review", "simplify", "skills", "status", "tasks", "update-config", "usage"],
  ...["verify", "workflow-authoring"],
];

/** Events of hooks. */
export const HOOK_EVENTS: readonly string[] = [
  ...["SessionStart", "Setup", "SessionEnd", "UserPromptSubmit", "UserPromptExpansion"],
  ...["MessageDisplay", "PreToolUse", "PermissionRequest", "PermissionDenied", "PostToolUse"],
  ...["PostToolUseFailure", "PostToolBatch", "Stop", "StopFailure", "SubagentStart"],
  ...["SubagentStop", "TaskCreated", "TaskCompleted", "TeammateIdle", "Notification"],
  ...["InstructionsLoaded", "ConfigChange", "CwdChanged", "DirectoryAdded", "FileChanged"],
  ...["WorktreeCreate", "WorktreeRemove", "PreCompact", "PostCompact", "Elicitation"],
  "ElicitationResult",
];

/** Events on which a matcher is passed over. */
export const EVENTS_WITHOUT_MATCHER: readonly string[] = [
  ...["UserPromptSubmit", "PostToolBatch", "Stop", "TeammateIdle", "TaskCreated", "TaskCompleted"],
  ...["WorktreeCreate", "WorktreeRemove", "MessageDisplay", "CwdChanged"],
];

/** Events of tools: the only ones with an `if`, and whose matcher is the name of a tool. */
export const TOOL_EVENTS: readonly string[] = [
  ...["PreToolUse", "PermissionRequest", "PermissionDenied", "PostToolUse"],
  "PostToolUseFailure",
];

/** Types of hook handlers, with the fields that each cannot go without. */
export const HANDLER_FIELDS: Readonly<Record<string, readonly string[]>> = {
  command: ["command"],
  http: ["url"],
  mcp_tool: ["server", "tool"],
  prompt: ["prompt"],
  agent: ["prompt"],
};

/** Names of MCP servers that are its own. */
export const RESERVED_SERVERS: readonly string[] = [
  ...["workspace", "claude-in-chrome", "computer-use", "Claude Preview", "Claude Browser"],
];

/** Models by alias. */
export const MODEL_ALIASES: readonly string[] = ["sonnet", "opus", "haiku", "fable", "inherit"];
