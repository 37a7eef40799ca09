// Parts as docs/page-parts.md describes them. Pure.

const columnArrays = {
  u8: Uint8Array, u16: Uint16Array, u32: Uint32Array, i32: Int32Array, u64: BigUint64Array, f32: Float32Array, f64: Float64Array,
  bytes: Uint8Array
};

/** The header and columns of a part; throws with what was found where it is not one. */
export function readColumns(bytes, name) {
  const end = bytes.indexOf(10);
  if (end < 0 || (end + 1) % 8 !== 0) throw new Error(`part ${name}: no header of a multiple of 8 bytes`);
  const header = readJSON(bytes.subarray(0, end), name);
  if (header.version !== 1) throw new Error(`part ${name} is of version ${header.version}; this page reads 1: export it again`);
  const columns = {};
  for (const column of header.columns) {
    const type = columnArrays[column.type];
    if (!type) continue;
    const size = type.BYTES_PER_ELEMENT;
    if (column.offset % 8 || column.bytes !== column.count * size || column.offset + column.bytes > bytes.length) {
      throw new Error(`part ${name}: column ${column.name} does not lie within its ${bytes.length} bytes`);
    }
    columns[column.name] = new type(bytes.buffer, bytes.byteOffset + column.offset, column.count);
  }
  return { header, columns };
}

export function readJSON(bytes, name) {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new Error(`part ${name} is damaged: ${error.message}`);
  }
}

export function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i += 1) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

export async function inflate(bytes, name) {
  try {
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  } catch (error) {
    throw new Error(`part ${name} is damaged and cannot be unpacked (${error.message}); export the page again`);
  }
}
