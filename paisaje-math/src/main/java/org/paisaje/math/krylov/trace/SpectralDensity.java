package org.paisaje.math.krylov.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.paisaje.math.krylov.ProductFailure;
import org.paisaje.math.krylov.core.NonFiniteProduct;
import org.paisaje.math.krylov.core.Products;
import org.paisaje.math.krylov.core.Tridiagonal;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.math.memory.MemoryEstimate;
import org.paisaje.math.random.Seed;

/**
 * The distribution of the eigenvalues of a symmetric operator by stochastic Lanczos quadrature: the mean, over random unit
 * vectors, of their spectral measures (Lin, Saad and Yang 2016; Ubaru, Chen and Saad 2017). The spread over the probes gives
 * the intervals, which are Student's; they hold what randomness contributes. What the finite number of Lanczos steps
 * contributes is a bias, small once the features asked for are wider than a few gaps between nodes.
 *
 * @param rules one quadrature rule per probe
 * @param order the order n of the operator
 * @param level the confidence of the intervals
 * @param products the products spent
 * @param coarser the same rules with two steps less, for {@link #quadratureGap}
 */
public record SpectralDensity(List<SpectralRule> rules, int order, double level, long products,
        List<SpectralRule> coarser) {

    /**
     * How to probe.
     *
     * @param probes independent random vectors, at least 2
     * @param steps Lanczos steps, and so products, for each
     * @param level confidence of the intervals
     * @param atOnce how many probes share a product; the memory is {@code 8 n atOnce steps} bytes
     * @param reorthogonalise full reorthogonalisation; without it the memory is {@code 16 n atOnce} bytes and nodes
     *     come in copies that share a weight
     * @param seed where the probes come from
     */
    public record Settings(int probes, int steps, double level, int atOnce, boolean reorthogonalise, Seed seed) {
        /** Refuses fewer than two probes, no steps and a level outside (0, 1). */
        public Settings {
            if (probes < 2 || steps < 1 || atOnce < 1 || !(level > 0 && level < 1)) {
                throw new IllegalArgumentException("SpectralDensity: probes = " + probes + ", steps = " + steps
                        + ", atOnce = " + atOnce + ", level = " + level
                        + "; at least 2, 1, 1 and a level in (0, 1) are needed");
            }
        }

        /** So many probes and steps at level 0.95, one probe at a time, reorthogonalised. */
        public static Settings of(int probes, int steps, Seed seed) {
            return new Settings(probes, steps, 0.95, 1, true, seed);
        }

        /** These settings with so many probes sharing a product. */
        public Settings withProbesAtOnce(int count) {
            return new Settings(probes, steps, level, count, reorthogonalise, seed);
        }

        /** These settings with another confidence. */
        public Settings withLevel(double confidence) {
            return new Settings(probes, steps, confidence, atOnce, reorthogonalise, seed);
        }

        /** These settings without reorthogonalisation. */
        public Settings withoutReorthogonalisation() {
            return new Settings(probes, steps, level, atOnce, false, seed);
        }
    }

    /** A density, or the product that was not finite. */
    public sealed interface Outcome {
        /** The density. */
        record Found(SpectralDensity density) implements Outcome {}

        /** A product was not finite. */
        record Failed(long products, ProductFailure failure) implements Outcome {}

        /** The density; an {@link ArithmeticException} if a product was not finite. */
        default SpectralDensity orThrow() {
            return switch (this) {
                case Found found -> found.density;
                case Failed failed -> throw new ArithmeticException("SpectralDensity: " + failed.failure);
            };
        }
    }

    /** Probes an operator with {@code probes * steps} products, fewer where a Krylov space is invariant. */
    public static Outcome of(LinearOperator operator, Settings settings) {
        Products a = Products.square("SpectralDensity", operator);
        int n = a.order();
        int steps = Math.min(settings.steps, n);
        int atOnce = Math.min(settings.atOnce, settings.probes);
        if (settings.reorthogonalise) {
            MemoryEstimate.requireVectors("SpectralDensity", (long) n * atOnce * (steps + 4),
                    "fewer steps, fewer probes at once or no reorthogonalisation");
        }
        List<SpectralRule> rules = new ArrayList<>();
        List<SpectralRule> coarser = new ArrayList<>();
        try {
            for (int first = 0; first < settings.probes; first += atOnce) {
                List<Tridiagonal> runs = new ArrayList<>();
                for (int i = first; i < Math.min(settings.probes, first + atOnce); i++) {
                    runs.add(new Tridiagonal(settings.seed.named("spectral probe").at(i).gaussians(n), steps,
                            settings.reorthogonalise));
                }
                for (int step = 0; step < steps; step++) {
                    Tridiagonal.step(a, runs);
                }
                for (Tridiagonal run : runs) {
                    rules.add(SpectralRule.of(run, run.size()));
                    coarser.add(run.invariant() ? rules.getLast() : SpectralRule.of(run, Math.max(1, run.size() - 2)));
                }
            }
        } catch (NonFiniteProduct e) {
            return new Outcome.Failed(a.count(), e.failure());
        }
        return new Outcome.Found(new SpectralDensity(List.copyOf(rules), n, settings.level, a.count(),
                List.copyOf(coarser)));
    }

    /** {@code points} equidistant abscissae that reach five bandwidths beyond all nodes. */
    public double[] grid(int points, double bandwidth) {
        if (points < 2 || !(bandwidth > 0)) {
            throw new IllegalArgumentException("SpectralDensity.grid: points = " + points + " and bandwidth = "
                    + bandwidth + "; at least 2 and a positive bandwidth are needed");
        }
        double low = rules.stream().mapToDouble(rule -> rule.nodes()[0]).min().orElseThrow() - 5 * bandwidth;
        double high = rules.stream().mapToDouble(rule -> rule.nodes()[rule.nodes().length - 1]).max().orElseThrow()
                + 5 * bandwidth;
        double[] x = new double[points];
        for (int i = 0; i < points; i++) {
            x[i] = low + (high - low) * i / (points - 1);
        }
        return x;
    }

    /** The density smoothed by a Gaussian kernel whose standard deviation is {@code bandwidth}, with its band. */
    public SpectralCurve density(double[] grid, double bandwidth) {
        if (!(bandwidth > 0)) {
            throw new IllegalArgumentException("SpectralDensity.density: bandwidth is " + bandwidth
                    + ", it must be positive");
        }
        double peak = 1 / (bandwidth * Math.sqrt(2 * Math.PI));
        return curve(grid, false, (x, node) -> {
            double u = (x - node) / bandwidth;
            return peak * Math.exp(-0.5 * u * u);
        });
    }

    /** The share of eigenvalues up to x, for every x of the grid; steps at the nodes, not smoothed. */
    public SpectralCurve cumulative(double[] grid) {
        return curve(grid, true, (x, node) -> node <= x ? 1 : 0);
    }

    /**
     * The share of eigenvalues below a threshold. For the share of negative ones take a threshold of minus the rounding of
     * the operator (as {@code -1e-10 ||A||}): eigenvalues that are zero appear as Ritz values of either sign.
     */
    public Estimation.Estimated shareBelow(double threshold) {
        var raw = samples(rule -> rule.integrate(x -> x < threshold ? 1 : 0), 1);
        double value = Math.clamp(raw.value(), 0, 1);
        return new Estimation.Estimated(value, raw.standardError(), raw.halfWidth(), level, products, true);
    }

    /** The same probes with intervals at another level. */
    public SpectralDensity withLevel(double confidence) {
        return new SpectralDensity(rules, order, confidence, products, coarser);
    }

    /** The mean of {@code lambda^power} over the eigenvalues, {@code tr(A^power) / n}. */
    public Estimation.Estimated moment(int power) {
        return samples(rule -> rule.integrate(x -> Math.pow(x, power)), 1);
    }

    /**
     * The trace of f(A). The half width is that of the probes plus {@link #quadratureGap}; it fails where f is not finite
     * at a node.
     */
    public Estimation trace(DoubleUnaryOperator f) {
        for (SpectralRule rule : rules) {
            for (int i = 0; i < rule.nodes().length; i++) {
                double value = f.applyAsDouble(rule.nodes()[i]);
                if (rule.weights()[i] > 0 && !Double.isFinite(value)) {
                    return new Estimation.Failed(products, "f is " + value + " at the Ritz value " + rule.nodes()[i]);
                }
            }
        }
        var e = samples(rule -> rule.integrate(f), order);
        return new Estimation.Estimated(e.value(), e.standardError(), e.halfWidth() + quadratureGap(f), level, products,
                true);
    }

    /** {@code log det A = tr log A}; it fails where a Ritz value is not positive. */
    public Estimation logDeterminant() {
        return trace(Math::log);
    }

    /** How much the trace of f(A) changes when every rule gives up two steps: a measure of the quadrature error. */
    public double quadratureGap(DoubleUnaryOperator f) {
        double sum = 0;
        for (int i = 0; i < rules.size(); i++) {
            sum += rules.get(i).integrate(f) - coarser.get(i).integrate(f);
        }
        double gap = Math.abs(sum) / rules.size() * order;
        return Double.isNaN(gap) ? Double.POSITIVE_INFINITY : gap;
    }

    private Estimation.Estimated samples(ToDoubleFunction<SpectralRule> of, double factor) {
        return Estimation.Estimated.ofSamples(rules.stream().mapToDouble(of).toArray(), factor, level, products);
    }

    private interface Kernel {
        double at(double x, double node);
    }

    private SpectralCurve curve(double[] grid, boolean share, Kernel kernel) {
        double quantile = Estimation.Estimated.quantile(level, rules.size() - 1);
        int p = rules.size();
        double[] values = new double[grid.length];
        double[] lower = new double[grid.length];
        double[] upper = new double[grid.length];
        double[] samples = new double[p];
        for (int g = 0; g < grid.length; g++) {
            double x = grid[g];
            double mean = 0;
            for (int i = 0; i < p; i++) {
                samples[i] = rules.get(i).integrate(node -> kernel.at(x, node));
                mean += samples[i] / p;
            }
            int exponent = Estimation.Estimated.exponent(samples);
            double squares = 0;
            for (double sample : samples) {
                double deviation = Math.scalb(sample - mean, -exponent);
                squares += deviation * deviation;
            }
            double half = Math.scalb(quantile * Math.sqrt(squares / (p - 1) / p), exponent);
            values[g] = mean;
            lower[g] = Math.max(0, mean - half);
            upper[g] = share ? Math.min(1, mean + half) : mean + half;
        }
        return new SpectralCurve(grid.clone(), values, lower, upper);
    }
}
