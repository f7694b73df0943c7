/**
 * Words that say nothing about what a text is on. Data; used on the host and in the sandbox.
 *
 * @module
 */

/** Frequent function words, lower case. English, and the commonest of a few neighbours. */
export const STOP_WORDS: readonly string[] = (
  "a about above after again all also am an and any are as at be because been before being below " +
  "between both but by can could did do does doing done down during each either else every for " +
  "from further had has have having he her here hers him his how i if in into is it its itself " +
  "just let many may me might more most much must my no nor not now of off on once only or other " +
  "our out over own per please same shall she should so some such than that the their them then " +
  "there these they this those through to too under until up upon us very was we were what when " +
  "where which while who whom whose why will with within without would you your " +
  "der die das den dem des ein eine und oder ist sind was wer wie wo im zu mit von auf " +
  "le la les un une des du et ou est sont dans pour par que qui quoi quel quelle " +
  "el los las una y o es son en para por con del de al lo se cual"
).split(" ");

/** Words of instructions that name the work and not its subject, lower case. */
export const TASK_WORDS: readonly string[] = (
  "analyse analysis analyze answer answers ask catalog catalogue categories chunk code content " +
  "context count describe detail details doc docs document documents examine explain explore " +
  "extract fields file find finding findings first focus following get give given identify " +
  "information input inputs item items key kind line lines list llm llm_query log logs long look " +
  "main name names number output outputs part parts passage point points produce provide python " +
  "query question read relevant report result results return search section sections show submit " +
  "summarise summarize summary task text then tell total use user using value values write"
).split(" ");
