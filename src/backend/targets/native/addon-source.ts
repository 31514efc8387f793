/**
 * The part of a native artifact that Node talks to: a Node-API addon whose few functions are declared here, so that no
 * header is needed (Node-API version 1; its symbols are in every Node). The addon has no state of its own: sessions, and
 * threads, may share a loaded file.
 */

export interface AddonEntry {
  /** What JavaScript calls it. */
  readonly name: string;
  /** Its C function, of memory and workspace. */
  readonly symbol: string;
}

/**
 * The addon exports `misaligned(buffer)`, bytes from the buffer's start to the next multiple of 64, and
 * `open(memory, offset, workspace, offset)`: an object with a function for every entry, bound to that memory. The first 64
 * bytes of the workspace hold where memory is.
 */
export function addonSource(entries: readonly AddonEntry[]): string {
  const callbacks = entries.map(
    ({ symbol }) => `static napi_value call_${symbol}(napi_env env, napi_callback_info info) {
  void *workspace = 0;
  napi_get_cb_info(env, info, 0, 0, 0, &workspace);
  ${symbol}(*(char **)workspace, (char *)workspace + 64);
  return 0;
}`,
  );
  const bindings = entries.map(
    ({ name, symbol }) => `  export_function(env, result, ${quoted(name)}, call_${symbol}, workspace);`,
  );
  return [
    interfaceText,
    ...callbacks,
    `static napi_value call_open(napi_env env, napi_callback_info info) {
  __SIZE_TYPE__ count = 4;
  napi_value arguments[4], result = 0;
  napi_get_cb_info(env, info, &count, arguments, 0, 0);
  char *memory = place(env, arguments[0], arguments[1]);
  char *workspace = place(env, arguments[2], arguments[3]);
  if (count != 4 || memory == 0 || workspace == 0) return 0;
  *(char **)workspace = memory;
  napi_create_object(env, &result);
${bindings.join("\n")}
  return result;
}`,
    registration,
  ].join("\n\n");
}

function quoted(text: string): string {
  const bytes = [...new TextEncoder().encode(text)];
  const escaped = bytes.map((byte) =>
    byte < 0x20 || byte > 0x7e || byte === 0x22 || byte === 0x5c || byte === 0x3f
      ? `\\${byte.toString(8).padStart(3, "0")}`
      : String.fromCharCode(byte),
  );
  return `"${escaped.join("")}"`;
}

const interfaceText = `typedef struct napi_env_s *napi_env;
typedef struct napi_value_s *napi_value;
typedef struct napi_callback_info_s *napi_callback_info;
typedef napi_value (*napi_callback)(napi_env, napi_callback_info);
extern int napi_get_cb_info(napi_env, napi_callback_info, __SIZE_TYPE__ *, napi_value *, napi_value *, void **);
extern int napi_get_arraybuffer_info(napi_env, napi_value, void **, __SIZE_TYPE__ *);
extern int napi_get_value_int64(napi_env, napi_value, __INT64_TYPE__ *);
extern int napi_create_int64(napi_env, __INT64_TYPE__, napi_value *);
extern int napi_create_object(napi_env, napi_value *);
extern int napi_create_function(napi_env, const char *, __SIZE_TYPE__, napi_callback, void *, napi_value *);
extern int napi_set_named_property(napi_env, napi_value, const char *, napi_value);

static char *place(napi_env env, napi_value buffer, napi_value offset) {
  void *start = 0;
  __SIZE_TYPE__ length = 0;
  __INT64_TYPE__ bytes = 0;
  if (napi_get_arraybuffer_info(env, buffer, &start, &length) != 0) return 0;
  if (napi_get_value_int64(env, offset, &bytes) != 0) return 0;
  return (char *)start + bytes;
}

static void export_function(napi_env env, napi_value object, const char *name, napi_callback call, void *data) {
  napi_value function = 0;
  napi_create_function(env, name, (__SIZE_TYPE__)-1, call, data, &function);
  napi_set_named_property(env, object, name, function);
}`;

const registration = `static napi_value call_misaligned(napi_env env, napi_callback_info info) {
  __SIZE_TYPE__ count = 1, length = 0;
  napi_value argument, result = 0;
  void *start = 0;
  napi_get_cb_info(env, info, &count, &argument, 0, 0);
  if (count != 1 || napi_get_arraybuffer_info(env, argument, &start, &length) != 0) return 0;
  napi_create_int64(env, (__INT64_TYPE__)(-(__UINTPTR_TYPE__)start & 63), &result);
  return result;
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  export_function(env, exports, "misaligned", call_misaligned, 0);
  export_function(env, exports, "open", call_open, 0);
  return exports;
}
`;
