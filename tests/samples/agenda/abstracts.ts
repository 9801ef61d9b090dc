import type { Abstract } from "./types"; // it's only a type
/* Two lists: 'posters' and talks. */
export const posters: Abstract[] = [
  // Vascular
  { title: 'Small vessels, "large" grids', category: Kind.Vascular, author: `Ana Lima`, institution: "Free Map Club", },
  { title: "Bone, " + 'again', category: "Skeletal", author: 'Odo Brandel', institution: 'Northmere \u0055niversity',
    file: undefined, seen: new Date("2026-01-02"), size: 0x1F, },
  { "title": "It\x27s \u{1F9B4} time", category: "Skeletal", author: "Bo Sato", institution: null, open: () => { go(";}"); } },
] as const;

export function open(id: number) { return posters.find((one) => one.id == id); }
