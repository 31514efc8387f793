/**
 * Threads of a native addon, in C: a team that the addon starts when a program first wants one, and that ends with the last JavaScript
 * environment that uses it. Members spin for a moment before they sleep, so that kernels follow each other without a call to
 * the system. Where a team cannot be had (another JavaScript thread uses it, the system gives no threads), a program runs on one.
 */
import { teamLimits } from "../../team-limits.ts";

const { turnsWithin, turnsBetween, turnsInTrouble, mostShare, mostOwed, growth, longestRest } = teamLimits;

export const teamSource = `#include <pthread.h>

#if defined(__x86_64__) || defined(__i386__)
#define pause_briefly() __builtin_ia32_pause()
#elif defined(__aarch64__)
/* yield is over at once. */
#define pause_briefly() __asm__ volatile("isb" ::: "memory")
#else
#define pause_briefly() (void)0
#endif

#define own_line __attribute__((aligned(64)))

typedef void (*team_program)(char *memory, char *shared, char *workspace, int rank, int count);

/* A number that threads wait for to change, and how many of them sleep. */
struct word {
  int value own_line;
  int sleeping;
  pthread_cond_t change;
};

static struct {
  /* A member's number changes when there is a program for it to run, the phase when all have met. */
  struct word jobs[256], phase;
  int arrived own_line, lost own_line;
  int busy own_line, members, environments, ending, count;
  int halvings, rest, caution, debt;
  team_program program;
  char *memory, *shared, *workspace;
  __SIZE_TYPE__ stride;
  pthread_mutex_t mutex;
  pthread_t threads[256];
} team = {
  .mutex = PTHREAD_MUTEX_INITIALIZER,
  .phase = {.change = PTHREAD_COND_INITIALIZER},
  .jobs = {[0 ... 255] = {.change = PTHREAD_COND_INITIALIZER}}
};

/* Whether the thread had to sleep. */
static int await_change(struct word *word, int old, int turns) {
  for (int turn = 0; turn < turns; turn++) {
    if (__atomic_load_n(&word->value, __ATOMIC_ACQUIRE) != old) return 0;
    pause_briefly();
  }
  pthread_mutex_lock(&team.mutex);
  __atomic_add_fetch(&word->sleeping, 1, __ATOMIC_SEQ_CST);
  while (__atomic_load_n(&word->value, __ATOMIC_SEQ_CST) == old) pthread_cond_wait(&word->change, &team.mutex);
  __atomic_sub_fetch(&word->sleeping, 1, __ATOMIC_SEQ_CST);
  pthread_mutex_unlock(&team.mutex);
  return 1;
}

/* And wakes who sleeps until then. */
static void change_word(struct word *word) {
  __atomic_add_fetch(&word->value, 1, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(&word->sleeping, __ATOMIC_SEQ_CST) == 0) return;
  pthread_mutex_lock(&team.mutex);
  pthread_cond_broadcast(&word->change);
  pthread_mutex_unlock(&team.mutex);
}

/* Nobody goes on before all have come. */
static void meet(int count) {
  if (count == 1) return;
  int phase = __atomic_load_n(&team.phase.value, __ATOMIC_ACQUIRE);
  if (__atomic_add_fetch(&team.arrived, 1, __ATOMIC_ACQ_REL) == count) {
    __atomic_store_n(&team.arrived, 0, __ATOMIC_RELAXED);
    change_word(&team.phase);
  } else if (await_change(&team.phase, phase, ${turnsWithin})) __atomic_add_fetch(&team.lost, 1, __ATOMIC_SEQ_CST);
}

/* Where the part of a thread begins, and that of the one before it ends. */
static inline int part(int units, int rank, int count) {
  return (int)((long long)units * rank / count);
}

static void *work(void *argument) {
  int rank = (int)(__INTPTR_TYPE__)argument;
  for (int seen = 0;; seen++) {
    int turns = __atomic_load_n(&team.caution, __ATOMIC_RELAXED) > 0 ? ${turnsInTrouble} : ${turnsBetween};
    await_change(&team.jobs[rank], seen, turns);
    if (team.ending) return 0;
    team.program(team.memory, team.shared, team.workspace + rank * team.stride, rank, team.count);
  }
}

/* Gives every member below a number something to do. */
static void call_members(int count) {
  for (int rank = 1; rank < count; rank++) change_word(&team.jobs[rank]);
}

/* Members of every number below \`count\`, as far as the system gives them; the caller is number 0. */
static int gather_team(int count) {
  if (team.members == 0) team.members = 1;
  while (team.members < count && team.members < 256) {
    void *rank = (void *)(__INTPTR_TYPE__)team.members;
    if (pthread_create(&team.threads[team.members], 0, work, rank) != 0) break;
    team.members++;
  }
  return team.members < count ? team.members : count;
}

/* Members look at it too. */
static void set_caution(int caution) {
  __atomic_store_n(&team.caution, caution, __ATOMIC_RELAXED);
  team.rest = caution;
}

/* What a run has lost more than it may; says how many threads the next one has. */
static void heed(int excess) {
  team.debt += excess;
  if (team.debt < 0) team.debt = 0;
  if (team.debt > ${mostOwed * mostShare}) {
    team.debt = 0;
    team.halvings++;
    int caution = (team.caution + 1) * ${growth};
    set_caution(caution < ${longestRest} ? caution : ${longestRest});
  } else if (team.rest > 0) team.rest--;
  else {
    set_caution(team.caution / 2);
    if (team.halvings > 0) team.halvings--;
  }
}

/* As many waits in vain as \`waits\` take as long as the program takes one thread. */
static void run_in_team(team_program program, char *memory, char *shared, char *workspace, __SIZE_TYPE__ stride, int most, int waits) {
  if (most > 1 && __atomic_exchange_n(&team.busy, 1, __ATOMIC_ACQUIRE) == 0) {
    int count = gather_team(((most - 1) >> team.halvings) + 1);
    int lost = __atomic_load_n(&team.lost, __ATOMIC_SEQ_CST);
    team.count = count;
    team.program = program;
    team.memory = memory;
    team.shared = shared;
    team.workspace = workspace;
    team.stride = stride;
    call_members(count);
    program(memory, shared, workspace, 0, count);
    heed((__atomic_load_n(&team.lost, __ATOMIC_SEQ_CST) - lost) * ${mostShare} - waits);
    __atomic_store_n(&team.busy, 0, __ATOMIC_RELEASE);
  } else program(memory, shared, workspace, 0, 1);
}

static void dismiss_team(void *unused) {
  (void)unused;
  if (__atomic_sub_fetch(&team.environments, 1, __ATOMIC_ACQ_REL) > 0) return;
  team.ending = 1;
  call_members(team.members);
  for (int rank = 1; rank < team.members; rank++) {
    pthread_join(team.threads[rank], 0);
    team.jobs[rank].value = 0;
  }
  team.members = 0;
  team.ending = 0;
}`;
