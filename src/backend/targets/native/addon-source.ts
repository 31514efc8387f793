/**
 * The part of a native artifact that Node talks to: a Node-API addon whose few functions are declared here, so that no
 * header is needed (Node-API version 1; its symbols are in every Node). The addon has no state of its own: sessions, and
 * threads, may share a loaded file.
 */

export interface AddonEntry {
  /** What JavaScript calls it. */
  readonly name: string;
  /** Its C function, a `team_program`: of memory, shared and private memory, the number of a thread and how many there are. */
  readonly symbol: string;
  /** Where more than one thread may run it: as many waits in vain take as long as it takes one. */
  readonly waits?: number;
}

/** Bytes of private memory: what all threads of a run share, and what each has to itself. Multiples of 64. */
export interface AddonMemory {
  readonly shared: number;
  readonly workspace: number;
}

/**
 * The addon exports `misaligned(bytes)`, from the start of a Uint8Array to the next multiple of 64, and
 * `open(memory, offset, workspace, offset, threads)`: an object with a function for every entry, bound to that memory. Both are Uint8Arrays,
 * as these may lie in shared memory. The first 64 bytes of the workspace hold what it is bound to.
 */
export function addonSource(entries: readonly AddonEntry[], { shared, workspace }: AddonMemory): string {
  const callbacks = entries.map(({ symbol, waits }) => {
    const places = `to->memory, (char *)to + 64, (char *)to + ${64 + shared}`;
    const run =
      waits !== undefined
        ? `run_in_team(${symbol}, ${places}, ${workspace}, to->threads, ${waits});`
        : `${symbol}(${places}, 0, 1);`;
    return `static napi_value call_${symbol}(napi_env env, napi_callback_info info) {
  struct binding *to = 0;
  napi_get_cb_info(env, info, 0, 0, 0, (void **)&to);
  ${run}
  return 0;
}`;
  });
  const bindings = entries.map(
    ({ name, symbol }) => `  export_function(env, result, ${quoted(name)}, call_${symbol}, to);`,
  );
  return [
    interfaceText,
    ...callbacks,
    `static napi_value call_open(napi_env env, napi_callback_info info) {
  __SIZE_TYPE__ count = 5;
  napi_value arguments[5], result = 0;
  napi_get_cb_info(env, info, &count, arguments, 0, 0);
  char *memory = place(env, arguments[0], arguments[1]);
  struct binding *to = (struct binding *)place(env, arguments[2], arguments[3]);
  __INT64_TYPE__ threads = 1;
  if (count != 5 || memory == 0 || to == 0 || napi_get_value_int64(env, arguments[4], &threads) != 0) return 0;
  to->memory = memory;
  to->threads = (int)threads;
  napi_create_object(env, &result);
${bindings.join("\n")}
  return result;
}`,
    registration(entries.some(({ waits }) => waits !== undefined)),
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
extern int napi_get_typedarray_info(napi_env, napi_value, int *, __SIZE_TYPE__ *, void **, napi_value *, __SIZE_TYPE__ *);
extern int napi_add_env_cleanup_hook(napi_env, void (*)(void *), void *);
extern int napi_get_value_int64(napi_env, napi_value, __INT64_TYPE__ *);
extern int napi_create_int64(napi_env, __INT64_TYPE__, napi_value *);
extern int napi_create_object(napi_env, napi_value *);
extern int napi_create_function(napi_env, const char *, __SIZE_TYPE__, napi_callback, void *, napi_value *);
extern int napi_set_named_property(napi_env, napi_value, const char *, napi_value);

struct binding {
  char *memory;
  int threads;
};

static char *place(napi_env env, napi_value view, napi_value offset) {
  void *start = 0;
  __INT64_TYPE__ bytes = 0;
  if (napi_get_typedarray_info(env, view, 0, 0, &start, 0, 0) != 0) return 0;
  if (napi_get_value_int64(env, offset, &bytes) != 0) return 0;
  return (char *)start + bytes;
}

static void export_function(napi_env env, napi_value object, const char *name, napi_callback call, void *data) {
  napi_value function = 0;
  napi_create_function(env, name, (__SIZE_TYPE__)-1, call, data, &function);
  napi_set_named_property(env, object, name, function);
}`;

function registration(hasTeam: boolean): string {
  const join = `  team.environments++;
  napi_add_env_cleanup_hook(env, dismiss_team, 0);
`;
  return `static napi_value call_misaligned(napi_env env, napi_callback_info info) {
  __SIZE_TYPE__ count = 1;
  napi_value argument, result = 0;
  void *start = 0;
  napi_get_cb_info(env, info, &count, &argument, 0, 0);
  if (count != 1 || napi_get_typedarray_info(env, argument, 0, 0, &start, 0, 0) != 0) return 0;
  napi_create_int64(env, (__INT64_TYPE__)(-(__UINTPTR_TYPE__)start & 63), &result);
  return result;
}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
${hasTeam ? join : ""}  export_function(env, exports, "misaligned", call_misaligned, 0);
  export_function(env, exports, "open", call_open, 0);
  return exports;
}
`;
}
