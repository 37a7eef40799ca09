import { readColumns } from "./parts.js";

/** The first picture with its cells taken apart: {columnCount, gpusPerRow, bands, jobs, index, occupancy, share}. */
export function readFirst(bytes) {
  const { header, columns } = readColumns(bytes, "first");
  const count = header.rowCount * header.columnCount;
  const index = new Uint32Array(count);
  const occupancy = new Uint8Array(count);
  const share = new Uint8Array(count);
  const isWide = header.cellType === "u64";
  for (let i = 0; i < count; i += 1) {
    if (isWide) {
      const cell = columns.cells[i];
      index[i] = Number(cell & 0xffffffffn);
      occupancy[i] = Number((cell >> 32n) & 63n);
      share[i] = Number((cell >> 38n) & 63n);
    } else {
      const cell = columns.cells[i];
      index[i] = cell & 0xfffff;
      occupancy[i] = (cell >>> 20) & 63;
      share[i] = cell >>> 26;
    }
  }
  return { ...header, jobs: columns.jobs.slice(), index, occupancy, share };
}
