package org.paisaje.claims.run;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.paisaje.claims.Claim;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Verdict;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.random.Seed;
import org.paisaje.study.provenance.CodeFingerprint;

/**
 * Runs claims: hypotheses first, then the replicates of setting and control on all threads, then the judgement.
 * Replicates that several claims share ({@link Claim#measurement}) are measured once. What finished is kept as it
 * finishes; a run that was stopped goes on where it was.
 */
public final class Runner {
    private final RunnerOptions options;

    /** A runner with these options. */
    public Runner(RunnerOptions options) {
        this.options = options;
    }

    /**
     * Runs the claims and returns their results in the order given. If the calling thread is interrupted, what has
     * finished by then is returned and the interrupt status set.
     */
    public List<ClaimResult> run(List<Claim> claims, RunListener listener) {
        var pending = new ArrayList<Pending>();
        var sides = new LinkedHashMap<Runs, Side>();
        var done = new CountDownLatch(claims.size());
        var progress = new Tally(listener);
        // Not the team of math.linalg.Parallel: claims use that themselves, and it returns only when all its tasks are done, while a
        // stop leaves a replicate under way behind.
        ExecutorService pool = Executors.newFixedThreadPool(options.threads(), Runner::thread);
        try {
            for (Claim claim : claims) {
                pending.add(new Pending(claim, progress, done, sides));
            }
            progress.total = sides.values().stream().mapToInt(side -> side.open.size()).sum();
            pending.stream().filter(p -> p.missing == 0).forEach(p -> pool.execute(p::finish));
            sides.values().forEach(side -> side.submit(pool, progress));
            done.await();
        } catch (InterruptedException e) {
            progress.stopped = true;
            Thread.currentThread().interrupt();
        } finally {
            // Without an interrupt: it would close the file of a replicate under way and count as its failure.
            pool.shutdown();
            awaitEnd(pool);
            sides.values().forEach(Side::close);
        }
        return pending.stream()
                .map(p -> p.result)
                .flatMap(result -> Optional.ofNullable(result).stream())
                .toList();
    }

    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = Thread.interrupted();
        try {
            // A replicate that is under way is not cut off: its line would be lost, the file stays whole either way.
            pool.awaitTermination(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "claims");
        thread.setDaemon(true);
        return thread;
    }

    /** Counts replicates over the whole run. */
    private static final class Tally {
        private final RunListener listener;
        private int done;
        private int total;
        private volatile boolean stopped;

        private Tally(RunListener listener) {
            this.listener = listener;
        }

        private synchronized void replicate(Claim claim) {
            listener.replicate(claim, ++done, total);
        }

        private synchronized void finished(ClaimResult result) {
            listener.finished(result);
        }
    }

    /** What replicates depend on beside the seed of the run. */
    private record Runs(String measurement, Map<String, Object> setting, int replicates) {}

    /** A setting of one claim and the replicates for it. */
    private record Use(Setting setting, Side side) {
        private List<Quantities> measured() {
            return side.measured();
        }
    }

    /** One claim on its way. */
    private final class Pending {
        private final Claim claim;
        private final Tally progress;
        private final CountDownLatch done;
        private final Setting setting;
        private final List<ClaimResult.CheckedHypothesis> hypotheses;
        private final List<Use> uses = new ArrayList<>();
        private int missing;
        private volatile @Nullable ClaimResult result;

        private Pending(Claim claim, Tally progress, CountDownLatch done, Map<Runs, Side> sides) {
            this.claim = claim;
            this.progress = progress;
            this.done = done;
            setting = CheckSetting.changed(claim, options.size(), options.changes());
            hypotheses = check(claim, setting);
            if (hypotheses.stream().allMatch(h -> h.finding().holds())) {
                use(setting, sides);
                if (options.changes().isEmpty()) {
                    use(claim.control(options.size()), sides);
                }
            }
        }

        private void use(Setting one, Map<Runs, Side> sides) {
            var runs = new Runs(claim.measurement(), one.values(), claim.replicates(one));
            Side side = sides.computeIfAbsent(runs, key -> new Side(claim, one, key.replicates()));
            side.users.add(this);
            missing += side.open.size();
            uses.add(new Use(one, side));
        }

        private Optional<String> failure() {
            return uses.stream().map(use -> use.side().failure).filter(Objects::nonNull).findFirst();
        }

        private void replicateDone() {
            boolean last;
            synchronized (this) {
                last = --missing == 0;
            }
            if (last) {
                finish();
            }
        }

        private void finish() {
            try {
                result = conclude();
                progress.finished(result);
            } finally {
                done.countDown();
            }
        }

        private ClaimResult conclude() {
            boolean applies = !uses.isEmpty();
            Judgement judgement;
            Optional<ClaimResult.Control> control = Optional.empty();
            Quantities predicted = Quantities.NONE;
            List<org.paisaje.study.figure.Figure> figures = List.of();
            Optional<String> failed = failure();
            try {
                if (!applies) {
                    judgement = inapplicable();
                } else if (failed.isPresent()) {
                    judgement = new Judgement(new Verdict.Inconclusive(failed.get()), List.of());
                } else {
                    Use use = uses.getFirst();
                    predicted = claim.predict(setting);
                    judgement = claim.judge(setting, predicted, use.measured());
                    figures = claim.figures(setting, predicted, use.measured());
                    if (uses.size() > 1) {
                        Use broken = uses.getLast();
                        control = Optional.of(new ClaimResult.Control(
                                broken.setting(),
                                claim.judge(broken.setting(), claim.predict(broken.setting()), broken.measured())));
                    }
                }
            } catch (RuntimeException e) {
                failed = Optional.of("the measurement could not be judged: " + describe(e));
                judgement = new Judgement(new Verdict.Inconclusive(failed.get()), List.of());
            }
            return new ClaimResult(
                    claim,
                    options.size(),
                    setting,
                    !options.changes().isEmpty(),
                    hypotheses,
                    failed,
                    predicted,
                    judgement,
                    control,
                    figures,
                    uses.stream().mapToInt(use -> use.side().finished.size()).sum(),
                    uses.stream().mapToInt(use -> use.side().kept).sum(),
                    uses.stream().mapToDouble(use -> use.side().seconds()).sum());
        }

        private Judgement inapplicable() {
            String words = hypotheses.stream()
                    .filter(h -> !h.finding().holds())
                    .map(h -> "not so: " + h.words() + "; " + h.finding().evidence())
                    .findFirst()
                    .orElse("");
            return new Judgement(new Verdict.NotApplicable(words), List.of());
        }
    }

    /** The replicates of one setting, for all claims that need them. */
    private final class Side {
        private final Claim claim;
        private final Setting setting;
        private final Seed seed;
        private final Optional<ReplicateStore.Log> log;
        private final Map<Integer, ReplicateStore.Replicate> finished = new TreeMap<>();
        private final List<Integer> open = new ArrayList<>();
        private final List<Pending> users = new ArrayList<>();
        private final int kept;
        private volatile @Nullable String failure;

        private Side(Claim claim, Setting setting, int replicates) {
            this.claim = claim;
            this.setting = setting;
            seed = Seed.of(options.seed()).named(claim.measurement());
            log = options.store()
                    .map(store -> store.open(claim.measurement(), setting, options.seed(),
                            CodeFingerprint.with(Claim.class, claim.getClass()), options.fresh()));
            log.ifPresent(l -> l.finished().forEach((number, entry) -> {
                if (number < replicates) {
                    finished.put(number, entry);
                }
            }));
            kept = finished.size();
            for (int i = 0; i < replicates; i++) {
                if (!finished.containsKey(i)) {
                    open.add(i);
                }
            }
        }

        private void submit(ExecutorService pool, Tally progress) {
            for (int replicate : open) {
                pool.execute(() -> {
                    if (progress.stopped) {
                        return;
                    }
                    try {
                        if (users.stream().anyMatch(user -> user.failure().isEmpty())) {
                            measure(replicate);
                        }
                    } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
                        failure = "replicate " + replicate + " could not be measured: " + describe(e);
                    }
                    if (!progress.stopped) {
                        progress.replicate(claim);
                        users.forEach(Pending::replicateDone);
                    }
                });
            }
        }

        private void measure(int replicate) {
            // Processor time of this thread, which other programs and a machine that slept do not lengthen.
            ThreadMXBean clock = ManagementFactory.getThreadMXBean();
            long start = clock.getCurrentThreadCpuTime();
            Quantities measured = Blas.withThreads(1, () -> claim.measure(setting, replicate, seed.at(replicate)));
            double seconds = (clock.getCurrentThreadCpuTime() - start) * 1e-9;
            var entry = new ReplicateStore.Replicate(replicate, seconds, measured.values());
            synchronized (finished) {
                finished.put(replicate, entry);
            }
            log.ifPresent(l -> l.append(entry));
        }

        private List<Quantities> measured() {
            return finished.values().stream().map(ReplicateStore.Replicate::quantities).toList();
        }

        private double seconds() {
            return finished.values().stream().mapToDouble(ReplicateStore.Replicate::seconds).sum();
        }

        private void close() {
            log.ifPresent(ReplicateStore.Log::close);
        }
    }

    private static List<ClaimResult.CheckedHypothesis> check(Claim claim, Setting setting) {
        return claim.hypotheses()
                .stream()
                .map(h -> new ClaimResult.CheckedHypothesis(h.words(), h.check().apply(setting)))
                .toList();
    }

    private static String describe(Throwable e) {
        String message = e.getMessage();
        return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
    }
}
