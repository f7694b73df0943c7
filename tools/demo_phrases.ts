/**
 * The words that fill the demo document: names, and sentences about weather, ships and earlier days.
 * A harbour that does not exist; no person has a name.
 *
 * In a phrase, `{3-40}` stands for a whole number, `{0.4-2.6}` for one with one decimal, `{a|b}` for
 * one of the two, and `{tug}` for one of the names under `tug` in {@linkcode NAMES}.
 *
 * @module
 */

/** Names by kind. */
export const NAMES: Readonly<Record<string, readonly string[]>> = {
  place: [
    "Halden Mole",
    "Skarn Point",
    "the Customs Steps",
    "Kelp Quay",
    "the Old Basin",
    "Ferry Stairs",
    "North Arm",
    "South Arm",
    "the Timber Dock",
    "Ballast Wharf",
    "Lantern Rock",
    "Gannet Spit",
  ],
  tug: ["Petrel", "Dunlin", "Storm Cock", "Tern", "Whimbrel"],
  ship: [
    "Aldermere",
    "Borealis",
    "Cape Corran",
    "Dovrefjell",
    "Estrella do Sul",
    "Fjordland",
    "Galatée",
    "Hesper",
    "Isbjørn",
    "Juno of Leith",
    "Kestrel Bay",
    "Lyngør",
    "Mar Cantábrico",
    "Nordlys",
    "Orion III",
    "Port Askaig",
    "Queen of the Sound",
    "Røst",
    "Saltholm",
    "Tindra",
    "Utvær",
    "Västerhav",
    "Windflower",
  ],
  bulk: ["bulk wheat", "barley", "fertiliser", "potatoes", "rock phosphate", "coal"],
  cargo: [
    "sawn timber",
    "bulk wheat",
    "coal",
    "china clay",
    "salted cod",
    "rock phosphate",
    "newsprint",
    "cement in bags",
    "steel plate",
    "potatoes",
    "scrap iron",
    "fertiliser",
    "barley",
    "general cargo",
  ],
  wind: ["N", "NNE", "NE", "E", "SE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW"],
  crew: [
    "the day shift",
    "the night shift",
    "the yard fitters",
    "two electricians",
    "the diving party",
    "the riggers",
    "a contractor's crew",
    "the survey launch",
    "the duty engineer",
    "the dredging party",
  ],
};

/** Sentences about the weather of any season. */
export const WEATHER: readonly string[] = [
  "Wind {wind} {2-7}, sea {slight|moderate|rough}, barometer {982-1034} millibars.",
  "Fog from {1-11}.{10-59} until noon; visibility {30-900} metres at {place}.",
  "Rain, {3-48} millimetres since yesterday.",
  "Swell from {wind}, {0.6-3.9} metres at the entrance.",
];

/** Sentences about the weather from November to March. */
export const WINTER_WEATHER: readonly string[] = [
  "Frost in the night, {2-14} degrees below zero at the signal mast.",
  "Snow to {3-40} centimetres; the quays were sanded.",
  "Drift ice off {place}, {3-25} centimetres thick.",
];

/** Sentences about the weather from May to September. */
export const SUMMER_WEATHER: readonly string[] = [
  "A calm day, {15-27} °C in the shade.",
  "Haze, and a light air from {wind} after noon.",
  "Thunder in the evening; the mains were off for {4-70} minutes.",
];

/** Sentences about ships. */
export const TRAFFIC: readonly string[] = [
  "{2-17} arrivals, {2-17} departures; the {ship} sailed with {1-9}{100-990} tonnes of {cargo}.",
  "The {ship} lay at {place} with {cargo} and shifted at high water with the tug {tug}.",
  "The tug {tug} was away from {1-5} to {6-11} with the {ship} in tow.",
  "{3-40} fishing boats landed {2-88} tonnes.",
  "The ferry made {6-22} crossings and missed {1-3}.",
  "The {ship} waited {2-30} hours in the roads for water over the sill.",
];

/** Sentences that look back on an earlier entry on the same plant; `{date}` and `{title}` are its own. */
export const REFERENCES: readonly string[] = [
  "Compare the entry of {date} ({title}).",
  "It was last in hand on {date}, under the heading “{title}”.",
  "For what was done before see {date}, {title}.",
  "The drawing filed with the entry of {date} ({title}) still holds.",
];

/** Sentences that close an entry. */
export const CLOSINGS: readonly string[] = [
  "To be looked at again in {2-12} weeks.",
  "Cost to date {120-980} crowns.",
  "No further action.",
  "Entered in the plant book, folio {12-390}.",
  "The harbour board was told at its meeting.",
  "{crew} stood down at {4-11}.{10-59}.",
];
