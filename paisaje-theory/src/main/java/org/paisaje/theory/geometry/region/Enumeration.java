package org.paisaje.theory.geometry.region;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.PiecewiseLinear.Affine;
import org.paisaje.network.PiecewiseLinear.Kinks;
import org.paisaje.network.PiecewiseLinear.Largest;
import org.paisaje.network.PiecewiseLinear.Step;

/**
 * Splits a domain step by step: on a cell all values are affine, so that the kinks of the next step are hyperplanes, and each
 * of them cuts the cell in two or leaves it whole. Cells go on by themselves, in parallel, and are put together in their order.
 */
final class Enumeration {
    private final PiecewiseLinear network;
    private final Domain domain;
    private final ExactValues exact;
    private final int[] firstUnit;
    private final long limit;
    private final FoundRegions kept;
    private final ConvexCell root;
    private final LongAdder found = new LongAdder();

    Enumeration(PiecewiseLinear network, Domain domain, long limit, FoundRegions kept) {
        this.network = network;
        this.domain = domain;
        this.exact = new ExactValues(network, domain);
        this.limit = limit;
        this.kept = kept;
        this.root = ConvexCell.of(domain);
        this.firstUnit = new int[network.steps().size() + 1];
        for (int s = 0; s < network.steps().size(); s++) {
            Step step = network.steps().get(s);
            firstUnit[s + 1] = firstUnit[s] + (step instanceof Affine ? 0 : step.size());
        }
    }

    ExactValues exact() {
        return exact;
    }

    /** The numbers of branches: the first of all, and those inside a part that is kept as a whole. */
    private static final int WHOLE = -1;
    private static final int INSIDE = -2;

    /** Whether a step or one behind it may cut cells. */
    private boolean cuts(int from) {
        return network.steps()
                .subList(from, network.steps().size())
                .stream()
                .anyMatch(step -> !(step instanceof Affine));
    }

    private void count(int more) {
        found.add(more);
        if (found.sum() > limit) {
            throw new TooManyRegions(limit);
        }
    }

    /** A part of the domain with the pieces of the units there. */
    private record Part(ConvexCell cell, short[] pieces) {}

    List<Region> run(int threads) throws InterruptedException {
        var pool = new ForkJoinPool(threads);
        try {
            return pool.submit(new Branch(root, AffineValues.of(network, domain),
                    new Trail(null, -1, new short[0]), 0, WHOLE, 1)).get();
        } catch (ExecutionException e) {
            Throwable cause = e;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            if (cause instanceof TooManyRegions many) {
                throw new TooManyRegions(many.limit());
            }
            throw new IllegalStateException("regions: " + cause.getMessage(), cause);
        } finally {
            // Nothing reports or keeps a part behind the end.
            pool.shutdownNow();
            pool.close();
        }
    }

    /** One cell from a step on. */
    private final class Branch extends RecursiveTask<List<Region>> {
        private static final long serialVersionUID = 1;

        private final transient ConvexCell cell;
        private final transient AffineValues values;
        private final transient Trail trail;
        private final int from;
        private final int number;
        private final int parts;

        /**
         * @param number the number of the part if it is kept as a whole, else {@link #WHOLE} or {@link #INSIDE}
         * @param parts how many parts there are beside it
         */
        private Branch(ConvexCell cell, AffineValues values, Trail trail, int from, int number, int parts) {
            this.cell = cell;
            this.values = values;
            this.trail = trail;
            this.from = from;
            this.number = number;
            this.parts = parts;
        }

        @Override
        protected List<Region> compute() {
            if (number < 0) {
                return regions();
            }
            var cells = new KeptCells(root, trail, exact);
            Optional<List<double[]>> known = kept.known(number);
            List<Region> result;
            if (known.isPresent()) {
                result = cells.regions(known.get());
                count(result.size());
            } else {
                result = regions();
                kept.found(number, parts, cells.numbers(result));
            }
            return result;
        }

        private List<Region> regions() {
            for (int s = from; s < network.steps().size(); s++) {
                Step step = network.steps().get(s);
                if (step instanceof Affine affine) {
                    values.affine(s + 1, affine);
                    continue;
                }
                return branches(s, step);
            }
            count(1);
            return List.of(new Region(cell, trail, values.value(network.steps().size()),
                    values.error(network.steps().size())));
        }

        private List<Region> branches(int s, Step step) {
            List<Part> parts = step instanceof Kinks kinks
                    ? kinks(kinks, s)
                    : largest((Largest) step, s);
            List<Branch> tasks = new ArrayList<>(parts.size());
            boolean first = number == WHOLE && parts.size() > 1;
            boolean keeps = first && kept != FoundRegions.NONE && cuts(s + 1);
            for (Part part : parts) {
                AffineValues next = values.branch();
                if (step instanceof Kinks kinks) {
                    next.kinks(s + 1, kinks, part.pieces());
                } else {
                    next.largest(s + 1, (Largest) step, part.pieces());
                }
                int own = keeps ? tasks.size() : number == WHOLE && !first ? WHOLE : INSIDE;
                tasks.add(new Branch(part.cell(), next, new Trail(trail, s, part.pieces()), s + 1, own, parts.size()));
            }
            if (tasks.size() == 1) {
                return tasks.getFirst().compute();
            }
            List<Region> result = new ArrayList<>();
            for (Branch task : invokeAll(tasks)) {
                result.addAll(task.join());
            }
            return result;
        }

        private List<Part> kinks(Kinks step, int s) {
            List<Part> parts = List.of(new Part(cell, new short[step.size()]));
            Supplier<Dyadic[]> values0 = () -> exact.of(trail, step.source());
            int width = domain.dimension() + 1;
            double[] z = values.value(step.source());
            double[] error = values.error(step.source());
            for (int i = 0; i < step.size(); i++) {
                for (int k = 0; k < step.breaks().length; k++) {
                    int sure = step.breaks()[k] == 0 ? cell.sure(z, error, i * width) : 0;
                    if (sure != 0) {
                        if (sure > 0) {
                            raise(parts, i);
                        }
                        continue;
                    }
                    Plane plane = values.above(step.source(), i, step.breaks()[k], values0);
                    byte[] signs = cell.sides(plane);
                    int low = lowest(signs);
                    int high = highest(signs);
                    if (low > 0) {
                        raise(parts, i);
                    } else if (high >= 0) {
                        parts = cut(parts, plane, i, Facet.kink(firstUnit[s] + i, k));
                    }
                }
            }
            return parts;
        }

        private static void raise(List<Part> parts, int i) {
            for (Part part : parts) {
                part.pieces()[i]++;
            }
        }

        private static List<Part> cut(List<Part> parts, Plane plane, int i, long kink) {
            List<Part> result = new ArrayList<>(parts.size() + 4);
            for (Part part : parts) {
                byte[] signs = part.cell().sides(plane);
                if (lowest(signs) < 0 && highest(signs) > 0) {
                    ConvexCell[] halves = part.cell().split(plane, signs, kink);
                    result.add(new Part(halves[0], part.pieces()));
                    short[] raised = part.pieces().clone();
                    raised[i]++;
                    result.add(new Part(halves[1], raised));
                    continue;
                }
                if (highest(signs) > 0) {
                    part.pieces()[i]++;
                }
                result.add(new Part(part.cell().touched(signs, kink), part.pieces()));
            }
            return result;
        }

        private List<Part> largest(Largest step, int s) {
            Supplier<Dyadic[]> values0 = () -> exact.of(trail, step.source());
            List<Part> parts = List.of(new Part(cell, new short[step.size()]));
            for (int i = 0; i < step.size(); i++) {
                List<Part> next = new ArrayList<>();
                for (Part part : parts) {
                    winners(part, step, i, firstUnit[s] + i, values0, next);
                }
                parts = next;
            }
            return parts;
        }

        private void winners(Part part, Largest step, int i, int unit, Supplier<Dyadic[]> values0, List<Part> out) {
            int[] window = step.windows()[i];
            for (int k = 0; k < window.length; k++) {
                ConvexCell rest = part.cell();
                List<long[]> ties = new ArrayList<>();
                for (int other = 0; other < window.length && rest != null; other++) {
                    if (other == k) {
                        continue;
                    }
                    long[] kinks = {Facet.kink(unit, Math.min(k, other)), Facet.kink(unit, Math.max(k, other))};
                    Plane plane = values.difference(step.source(), window[k], window[other], values0);
                    byte[] signs = rest.sides(plane);
                    int low = lowest(signs);
                    int high = highest(signs);
                    if (high <= 0 && (low < 0 || other < k)) {
                        rest = null;
                    } else if (low < 0) {
                        rest = rest.split(plane, signs, kinks)[1];
                    } else if (low == 0) {
                        rest = rest.touched(signs, kinks);
                        if (high == 0) {
                            ties.add(kinks);
                        }
                    }
                }
                // What is as large on all of the cell is so on sides that were cut later, too.
                for (int t = 0; t < ties.size() && rest != null; t++) {
                    rest = rest.everywhere(ties.get(t));
                }
                if (rest != null) {
                    short[] pieces = part.pieces().clone();
                    pieces[i] = (short) k;
                    out.add(new Part(rest, pieces));
                }
            }
        }
    }

    static int lowest(byte[] signs) {
        int result = 1;
        for (byte sign : signs) {
            result = Math.min(result, sign);
        }
        return result;
    }

    static int highest(byte[] signs) {
        int result = -1;
        for (byte sign : signs) {
            result = Math.max(result, sign);
        }
        return result;
    }
}
