/**
 * The branches of work that the demo document tells of: plant, and what happens to it. The gaps in
 * the phrases are explained in `demo_phrases.ts`; `{it}` is the plant that an entry is about.
 *
 * @module
 */

/** A branch of the harbour's work. */
export interface Work {
  /** Names of its plant; every entry is about one of them, `{it}` in phrases. */
  readonly plant: readonly string[];
  /** Titles and the reports that open their entries. */
  readonly events: readonly (readonly [title: string, report: string])[];
  /** Sentences that may follow. */
  readonly details: readonly string[];
}

/** The branches of work. */
export const WORKS: readonly Work[] = [
  {
    plant: [
      "the tide gauge at Skarn Point",
      "the tide gauge at Ferry Stairs",
      "the tide gauge at Gannet Spit",
      "the tide gauge at Lantern Rock",
      "the tide gauge in the Old Basin",
    ],
    events: [
      [
        "Tide gauge checked",
        "{crew} read {it} against the staff over {2-6} tides and found it {1-9} millimetres {high|low}.",
      ],
      [
        "Tide gauge stopped",
        "The clock of {it} stopped at {1-12}.{10-59} and {4-30} hours of record were lost.",
      ],
      [
        "Tide gauge float changed",
        "The float of {it} had taken in {0.2-1.9} litres of water and was changed for the spare.",
      ],
      [
        "Tide gauge hut struck",
        "A fishing boat struck the hut of {it}; {2-19} boards and the lamp were renewed.",
      ],
      [
        "Tide gauge levelled",
        "{it} was levelled from bench mark {2-31}; it stands {0.1-3.8} millimetres lower than at the last levelling.",
      ],
    ],
    details: [
      "The pen was cleaned and the drum given a new sheet.",
      "The stilling well was sounded and held {2-30} centimetres of silt.",
      "The highest water of the month was {3.1-5.4} metres above datum.",
      "The record for the gap was drawn in from the gauge at {place}.",
    ],
  },
  {
    plant: [
      "dry dock pump No. 1",
      "dry dock pump No. 2",
      "dry dock pump No. 3",
      "the drainage pump of the Timber Dock",
      "the fire pump at Kelp Quay",
    ],
    events: [
      [
        "Pump packing renewed",
        "{crew} renewed the packing of {it}, which had been losing {3-40} litres a minute.",
      ],
      [
        "Pump tripped",
        "{it} tripped on overload {2-9} times before {crew} found {a timber baulk|weed and wire|a length of hose|half a fender} in the suction.",
      ],
      [
        "Pump trial",
        "On trial {it} emptied {1-8}00 cubic metres in {20-95} minutes at {180-420} amperes.",
      ],
      [
        "Pump bearing hot",
        "The lower bearing of {it} ran at {61-97} °C and was scraped in by {crew}.",
      ],
      [
        "Pump shaft drawn",
        "The shaft of {it} was drawn and found {0.1-0.9} millimetres out of true.",
      ],
    ],
    details: [
      "Vibration is now {1.1-6.9} millimetres per second at the coupling.",
      "The spare impeller is on order and promised in {3-26} weeks.",
      "While it stood, the dock was held by the pump alongside.",
      "The strainer was lifted and {20-400} kilograms of growth taken out.",
    ],
  },
  {
    plant: [
      "the 5-tonne crane on Halden Mole",
      "the 10-tonne crane at Kelp Quay",
      "grab crane No. 4",
      "the floating crane",
      "the coal transporter",
    ],
    events: [
      [
        "Crane rope changed",
        "{crew} changed the hoist rope of {it} after {400-2900} hours; {2-19} broken wires were counted in one lay.",
      ],
      ["Crane tested", "{it} was tested at {110-125} per cent of its load and passed."],
      [
        "Crane brake slipped",
        "The luffing brake of {it} slipped with {1.2-9.4} tonnes on the hook; nobody was hurt.",
      ],
      [
        "Crane struck",
        "The {ship} touched {it} with her {bridge wing|derrick|flare of the bow} while berthing and bent {2-7} members.",
      ],
      [
        "Crane rails packed",
        "{crew} packed the rails of {it}, which had sunk {4-38} millimetres on the water side.",
      ],
    ],
    details: [
      "The load cell was adjusted by {2-45} kilonewtons.",
      "Work at the berth stood for {2-19} hours.",
      "The slewing ring took {3-20} kilograms of grease.",
      "The insurer's surveyor asked for a second test within {2-12} months.",
    ],
  },
  {
    plant: [
      "the upper leading light",
      "the lower leading light",
      "the light on Lantern Rock",
      "the sector light at Skarn Point",
    ],
    events: [
      [
        "Light extinguished",
        "{it} was out for {12-230} minutes when {a fuse|the mains cable|a relay|the lamp changer} failed in a {wind} wind.",
      ],
      ["Light adjusted", "{it} was found {1-8} tenths of a degree out and set again by {crew}."],
      [
        "Light reported weak",
        "The {ship} reported {it} weak at {4-14} sea miles; the reflector was polished.",
      ],
    ],
    details: [
      "The reserve battery stood at {21.8-26.9} volts.",
      "The lantern glass was washed of salt.",
      "Range by meter is {6-19} sea miles.",
    ],
  },
  {
    plant: [
      "buoy No. 7",
      "buoy No. 12",
      "the bell buoy off Gannet Spit",
      "the wreck buoy in the roads",
    ],
    events: [
      [
        "Mark adrift",
        "{it} was reported {40-900} metres out of place by the {ship}; the tug {tug} put it back.",
      ],
      [
        "Mooring renewed",
        "{crew} renewed {9-40} metres of chain under {it}, worn to {14-27} millimetres.",
      ],
      [
        "Mark run down",
        "{it} was run down in the night and lost {2-9} plates; a spar stands in its place.",
      ],
    ],
    details: [
      "A notice to mariners was issued, No. {1-96}.",
      "The sinker weighs {1.5-4.5} tonnes.",
      "Growth of {2-19} centimetres was scraped off.",
    ],
  },
  {
    plant: ["the fog signal on South Arm", "the fog signal on North Arm"],
    events: [
      [
        "Signal overhauled",
        "{crew} overhauled {it}; it had sounded for {90-900} hours since the last time.",
      ],
      [
        "Signal silent",
        "{it} was silent for {10-190} minutes in fog when {the compressor belt|a valve spring|the timing clock} broke.",
      ],
      [
        "Complaint of noise",
        "Households near {place} asked that {it} be turned {5-30} degrees seaward.",
      ],
    ],
    details: [
      "Air pressure holds at {4.1-7.9} bar.",
      "The diaphragm was changed for the spare.",
    ],
  },
  {
    plant: [
      "the swing bridge",
      "the lock gate of the Old Basin",
      "the ferry ramp",
      "the rolling caisson",
    ],
    events: [
      [
        "Bridge delayed",
        "{it} stuck {1-6} degrees short of closed for {15-140} minutes, with {20-190} vehicles waiting.",
      ],
      [
        "Gate seal leaking",
        "{it} leaked {5-60} litres a second at the heel; {crew} caulked it at low water.",
      ],
      [
        "Hydraulics renewed",
        "{crew} renewed {2-12} metres of hydraulic pipe on {it} and bled the rams.",
      ],
      [
        "Movement counted",
        "{it} was moved {120-640} times in the month, {2-30} times for the tug {tug}.",
      ],
    ],
    details: [
      "The limit switch was moved by {3-25} millimetres.",
      "Road traffic was sent round by {place}.",
    ],
  },
  {
    plant: [
      "the bucket dredger",
      "the suction dredger",
      "the grab dredger",
      "hopper barge No. 3",
    ],
    events: [
      [
        "Soundings",
        "Soundings off {place} show {4.1-11.8} metres at datum, {0.1-0.9} metres less than in spring.",
      ],
      [
        "Dredging",
        "{it} lifted {8-95}00 cubic metres off {place} and dumped outside the {10-40} metre line.",
      ],
      [
        "Obstruction",
        "{it} met {an old anchor|part of a pile|a boiler plate|chain, much eaten} off {place}; the tug {tug} landed it.",
      ],
      [
        "Dredger docked",
        "{it} was docked for {4-21} days; {12-88} bucket pins and {3-40} plates were renewed.",
      ],
    ],
    details: [
      "The bottom is {soft mud over clay|sand and shell|stiff grey clay|gravel}.",
      "Silting since the last survey is {2-19} centimetres.",
      "The berth was closed to ships over {5.2-8.9} metres draught.",
      "Water was clear enough for a diver for {1-4} hours.",
    ],
  },
  {
    plant: [
      "the grain elevator",
      "silo No. 2",
      "the conveyor to Ballast Wharf",
      "the cold store",
      "the timber shed",
    ],
    events: [
      [
        "Elevator jammed",
        "The conveyor chain at {it} jammed with {bulk} and was cleared by {crew} after {2-17} hours.",
      ],
      [
        "Temperature rising",
        "The temperature in {it} rose from {9-19} to {24-41} °C in {3-12} days; the {bulk} was turned over.",
      ],
      ["Belt renewed", "{crew} renewed {40-220} metres of belt in {it}."],
      [
        "Roof damaged",
        "A {wind} gale took {6-90} sheets from the roof of {it}; {12-400} tonnes of {cargo} were moved.",
      ],
    ],
    details: [
      "Throughput was {80-310} tonnes an hour.",
      "Dust was measured at {2-38} milligrams per cubic metre.",
      "The weighbridge agrees within {2-20} kilograms.",
    ],
  },
  {
    plant: [
      "the coast radio station",
      "the signal mast",
      "the radar on Skarn Point",
      "the power house",
    ],
    events: [
      [
        "Radio interference",
        "{it} suffered interference on {1600-2790} kilohertz for {2-30} hours, traced to {a welding set|a trawler|the ferry's lift motor|a cracked insulator}.",
      ],
      [
        "Set changed over",
        "{it} ran on the diesel set for {2-44} hours while {crew} worked on the mains.",
      ],
      ["Mast painted", "{crew} scraped and painted {it}; {30-190} litres of paint were used."],
      [
        "Aerial down",
        "An aerial of {it} came down in a {wind} wind of {34-58} knots and was up again after {5-50} hours.",
      ],
    ],
    details: [
      "{9-140} distress and safety messages were handled in the month.",
      "The diesel burnt {12-48} litres an hour.",
      "Insulation to earth is {1.1-8.8} megohms.",
    ],
  },
  {
    plant: [
      "the breakwater",
      "the mole head",
      "the fendering of Kelp Quay",
      "the slipway",
      "the timber pier",
    ],
    events: [
      [
        "Blocks moved",
        "The sea moved {2-14} blocks of {8-30} tonnes on {it} in a {wind} gale; waves of {3.2-8.7} metres were estimated.",
      ],
      ["Pointing renewed", "{crew} renewed {20-180} metres of pointing on {it}."],
      ["Settlement", "Levels on {it} show a settlement of {2-29} millimetres in {2-5} years."],
      [
        "Damage by a ship",
        "The {ship}, with {cargo}, came heavily against {it}; {3-18} piles are cracked.",
      ],
      [
        "Winch repaired",
        "The winch that serves {it} was repaired with a pinion of {17-41} teeth from store.",
      ],
    ],
    details: [
      "{12-90} cubic metres of concrete were placed between tides.",
      "The claim is put at {2-88},{100-990} crowns.",
      "On the siding a wagon of {cargo} was off the rails for {2-9} hours at {place}.",
    ],
  },
];
