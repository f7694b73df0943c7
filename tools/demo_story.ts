/**
 * What the demo asks, where the document answers it, and the entries that look like answers but are
 * none. They stand deep inside the document, months apart, between ordinary entries.
 *
 * @module
 */

/** An entry that was written by hand. */
export interface PlantedEntry {
  /** ISO date. */
  readonly date: string;
  /** Its heading, without the date. */
  readonly title: string;
  /** Its text. */
  readonly text: string;
  /** Whether a right answer rests on it; the others share its words only. */
  readonly answers: boolean;
}

/** What the demo asks. */
export const DEMO_QUESTION =
  "Why did the tide gauge on Halden Mole read 37 centimetres too high in the winter of 1974, " +
  "and how was it put right?";

/** The planted entries in order of time. */
export const PLANTED_ENTRIES: readonly PlantedEntry[] = [
  {
    date: "1966-02-11",
    title: "Tide gauge in the Old Basin too low",
    text:
      "The tide gauge in the Old Basin read 12 centimetres too low for three tides. Ice in the " +
      "stilling well was the reason; it was put right with a paraffin lamp and a change of float.",
    answers: false,
  },
  {
    date: "1970-10-05",
    title: "Tide gauge on Halden Mole inspected",
    text: "The tide gauge on Halden Mole agreed with the staff to within 6 millimetres over two " +
      "tides. The clock was oiled and the paper changed.",
    answers: false,
  },
  {
    date: "1974-11-18",
    title: "Tide gauge on Halden Mole in doubt",
    text:
      "Since the gale of the 9th the tide gauge on Halden Mole has read 37 centimetres too high " +
      "by comparison with the staff at the Customs Steps. No fault was found in clock, wire or pen. " +
      "Until it is put right the pilots are to take 37 centimetres off every reading this winter.",
    answers: true,
  },
  {
    date: "1974-12-12",
    title: "Crane on Halden Mole reads high",
    text:
      "The load cell of the 5-tonne crane on Halden Mole read 37 kilonewtons too high all week. " +
      "It was put right by drying the junction box.",
    answers: false,
  },
  {
    date: "1975-01-20",
    title: "Plinth on Halden Mole levelled",
    text:
      "It was said in the harbour that the gale had lifted the tide gauge on Halden Mole bodily. " +
      "A levelling from bench mark 14 shows that the plinth has not moved by as much as 2 " +
      "millimetres, so that this is not why it reads too high.",
    answers: false,
  },
  {
    date: "1975-03-04",
    title: "Tide gauge on Halden Mole: cause found",
    text:
      "A diver opened the stilling well. The tide gauge on Halden Mole read 37 centimetres too " +
      "high because eelgrass and blue mussels had choked the intake: the water stood penned up in " +
      "the well and the float hung on the growth. So it has been all winter, since the November gale.",
    answers: true,
  },
  {
    date: "1975-04-22",
    title: "Tide gauge on Halden Mole put right",
    text:
      "The tide gauge on Halden Mole was put right: the intake was bored out to 120 millimetres, " +
      "a bronze grid was set before it against weed and mussels, and the well was flushed. Over four " +
      "tides the gauge now agrees with the staff to 1 centimetre. The grid is to be brushed at every " +
      "second neap tide, and the pilots' deduction of 37 centimetres is withdrawn.",
    answers: true,
  },
  {
    date: "1981-06-09",
    title: "Tide gauge on Halden Mole stopped",
    text:
      "The tide gauge on Halden Mole stopped for six hours when the paper ran out. A second roll " +
      "is now kept in the hut.",
    answers: false,
  },
  {
    date: "1984-01-30",
    title: "Winter levels",
    text: "The highest water of the winter was 37 centimetres above the tables. The pilots asked " +
      "whether the gauges read too high again; all five were put against the staff and none did.",
    answers: false,
  },
];
