package org.paisaje.claims.catalogue.document003;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.MatrixUtils;
import org.paisaje.claims.Claim;
import org.paisaje.claims.ClaimBuilder;
import org.paisaje.claims.Judgement;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.Setting;
import org.paisaje.claims.Size;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.claims.catalogue.Rounding;
import org.paisaje.claims.catalogue.Shares;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.Svd;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;
import org.paisaje.study.Tolerance;
import org.paisaje.theory.teacher.ActivationRank;
import org.paisaje.theory.teacher.Penalty;
import org.paisaje.theory.teacher.Sign;
import org.paisaje.theory.teacher.TeacherSample;

/** Lemmas 1 to 3 and the column of Theorem 5. */
final class RankClaims {
    /** What Table 1 prints under "Theoretical", for d = 2, 3, 5 and N = 10, 20, 100. */
    private static final double[] PRINTED_COLUMN = {.425, .450, .450, .373, .449, .450, .170, .441, .450};

    private RankClaims() {}

    static List<Claim> all() {
        return List.of(rank(), rankBound(), definitePrinted(), definite(), neumann(), column());
    }

    private static Claim rank() {
        return ClaimBuilder.of("003.lemma1", Document003.source("Lemma 1"))
                .statement(
                        "How many samples the teacher responds to",
                        "The rank of D* is binomial: P(rank D* <= k) = 2^-N times the sum of C(N, i) for i up to k.",
                        "A_k=P\\{\\operatorname{rank}D^*\\le k\\}=2^{-N}\\sum_{i=0}^k\\binom Ni")
                .measured(
                        "The empirical distribution of the rank over fresh Gaussian samples; every A_k must lie in the "
                                + "Wilson interval and neither of its neighbours A_(k-1) and A_(k+1), from which a slip of the "
                                + "index would have to be told; level 0.9995 for all N lines together.")
                .standard(size -> Setting.of(Keys003.D.is(3), Keys003.N.is(10), Keys003.SHIFT.is(0.0),
                        Keys003.DRAWS.is(size == Size.SMOKE ? 20_000 : draws(size))))
                .control(setting -> setting.with(Keys003.SHIFT, 0.2).noted("samples with mean 0.2"))
                .predict(setting -> Quantities.of("A", IntStream.rangeClosed(0, setting.get(Keys003.N))
                        .mapToDouble(k -> ActivationRank.atMost(k, setting.get(Keys003.N)))
                        .toArray()))
                .measure((setting, replicate, seed) -> {
                    int n = setting.get(Keys003.N);
                    double[] counts = new double[n + 1];
                    for (int k = 0; k < setting.get(Keys003.DRAWS); k++) {
                        int rank = 0;
                        for (boolean active : teacherActive(setting, seed.at(k))) {
                            rank += active ? 1 : 0;
                        }
                        for (int above = rank; above <= n; above++) {
                            counts[above]++;
                        }
                    }
                    return Quantities.of("atMost", counts);
                })
                .judge((setting, predicted, measured) -> {
                    int n = setting.get(Keys003.N);
                    double[] counts = measured.getFirst().list("atMost");
                    var lines = new ArrayList<Comparison>();
                    for (int k = 0; k < n; k++) {
                        double[] a = predicted.list("A");
                        lines.add(Comparison.told(
                                "A_" + k, a[k],
                                Shares.wilson((long) counts[k], setting.get(Keys003.DRAWS), n),
                                "Wilson interval, " + Level.words(n), k == 0 ? 0 : a[k - 1], a[k + 1]));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static boolean[] teacherActive(Setting setting, Seed seed) {
        int d = setting.get(Keys003.D);
        int n = setting.get(Keys003.N);
        double[] x = seed.gaussians(n * d);
        boolean[] active = new boolean[n];
        for (int i = 0; i < n; i++) {
            double sum = 0;
            for (int j = 0; j < d; j++) {
                sum += x[i * d + j] + setting.get(Keys003.SHIFT);
            }
            active[i] = sum > 0;
        }
        return active;
    }

    private static Claim rankBound() {
        return ClaimBuilder.of("003.lemma1.bound", Document003.source("Lemma 1"))
                .statement(
                        "The printed bound on A_k",
                        "For N much larger than k, A_k is at most 2^-N k C(N, k).",
                        "A_k\\le 2^{-N}\\,k\\binom Nk")
                .measured("Exact evaluation for N in {20, 50, 100} and k from kmin to 5: A_k is summed as a number of "
                        + "subsets in exact integers.")
                .mistake(
                        "At k = 0 the bound is 0 and A_0 = 2^-N; at k = 1 it is N 2^-N and A_1 = (N + 1) 2^-N. From k = 2 on "
                                + "it holds.")
                .quoted("When $N\\gg k$, $A_k$ is a small value bounded by $2^{-N}k\\binom Nk$.", "proof of Lemma 1")
                .refuted()
                .standard(size -> Setting.of(Keys003.KMIN.is(0), Keys003.KMAX.is(5)))
                .control(setting -> setting.with(Keys003.KMIN, 2).noted("from k = 2 on"))
                .predict(setting -> Quantities.of("excess", 0))
                .measure((setting, replicate, seed) -> {
                    double violations = 0;
                    double worst = -1;
                    for (int n : new int[] {20, 50, 100}) {
                        for (int k = setting.get(Keys003.KMIN); k <= setting.get(Keys003.KMAX); k++) {
                            var subsets = java.math.BigInteger.ZERO;
                            var last = java.math.BigInteger.ONE;
                            for (int i = 0; i <= k; i++) {
                                subsets = subsets.add(last);
                                if (i < k) {
                                    last = last.multiply(java.math.BigInteger.valueOf(n - i))
                                            .divide(java.math.BigInteger.valueOf(i + 1));
                                }
                            }
                            var bound = last.multiply(java.math.BigInteger.valueOf(k));
                            if (subsets.compareTo(bound) > 0) {
                                violations++;
                                worst = Math.max(worst, k);
                            }
                        }
                    }
                    return Quantities.of("violations", violations).and("largestK", worst);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.atMost(
                        "violations of the bound", 0, Estimate.exact(measured.getFirst().scalar("violations")),
                        "exact integers")))
                .build();
    }

    private static Claim definitePrinted() {
        return definite("003.lemma2.printed")
                .statement(
                        "H is positive definite with probability 1 - A_d",
                        "X^T D* X is positive definite with probability 1 - A_d.",
                        "P\\{X^\\top D^*X\\succ0\\}=1-A_d")
                .mistake(
                        "The proof needs d active samples, not d + 1: the probability is 1 - A_(d-1). For d = 5 and N = 10 "
                                + "that is .623, not .377. Theorem 5, which uses A_d, stays true and is only looser.")
                .quoted("Lemma 2: $Prob\\{X^\\top D^*X\\text{ is positive definite}\\}=1-A_d$.", "Lemma 2")
                .refuted()
                .standard(size -> definiteSetting(size))
                .control(setting -> setting.with(Keys003.EVENT, "more than d active")
                        .noted("the event that the proof speaks of, more than d active samples, for which 1 - A_d is right"))
                .predict(setting -> around(setting, 0))
                .build();
    }

    private static Claim definite() {
        return definite("003.lemma2.corrected")
                .statement(
                        "H is positive definite with probability 1 - A_(d-1)",
                        "X^T D* X is positive definite exactly if the teacher responds to at least d samples, so with "
                                + "probability 1 - A_(d-1).",
                        "P\\{X^\\top D^*X\\succ0\\}=1-A_{d-1}")
                .standard(size -> definiteSetting(size))
                .control(setting -> setting.with(Keys003.EVENT, "more than d active")
                        .noted("more than d active samples, which is sufficient and not necessary"))
                .predict(setting -> around(setting, -1))
                .build();
    }

    private static Setting definiteSetting(Size size) {
        return Setting.of(Keys003.D.is(5), Keys003.N.is(10), Keys003.EVENT.is("definite"),
                Keys003.DRAWS.is(draws(size) / 2));
    }

    /** 1 - A_(d+shift), and the same for the indices beside it. */
    private static Quantities around(Setting setting, int shift) {
        int index = setting.get(Keys003.D) + shift;
        int n = setting.get(Keys003.N);
        return Quantities.of("probability", 1 - ActivationRank.atMost(index, n))
                .and("rivals", new double[] {
                    1 - ActivationRank.atMost(index - 1, n), 1 - ActivationRank.atMost(index + 1, n)
                });
    }

    private static ClaimBuilder definite(String id) {
        return ClaimBuilder.of(id, Document003.source("Lemma 2"))
                .measured(
                        "The share of fresh Gaussian X for which D*X has full rank d by its singular values, with the "
                                + "Wilson interval at level 0.9995, told from the values for the indices beside it.")
                .measure((setting, replicate, seed) -> {
                    int definite = 0;
                    for (int k = 0; k < setting.get(Keys003.DRAWS); k++) {
                        definite += isDefinite(setting, seed.at(k)) ? 1 : 0;
                    }
                    return Quantities.of("definite", definite);
                })
                .judge((setting, predicted, measured) -> Judgement.all(Comparison.told(
                        "probability", predicted.scalar("probability"),
                        Shares.wilson((long) measured.getFirst().scalar("definite"), setting.get(Keys003.DRAWS), 1),
                        "Wilson interval, " + Level.words(1), predicted.list("rivals"))));
    }

    private static boolean isDefinite(Setting setting, Seed seed) {
        int d = setting.get(Keys003.D);
        TeacherSample sample = TeacherSample.gaussian(d, setting.get(Keys003.N), 0, Penalty.NONE, Sign.DESCENT, seed);
        Matrix x = sample.x();
        boolean[] active = sample.active(sample.teacher());
        int[] rows = IntStream.range(0, x.rows()).filter(i -> active[i]).toArray();
        if (rows.length < d) {
            return false;
        }
        if (setting.get(Keys003.EVENT).equals("more than d active")) {
            return rows.length > d;
        }
        double[] values = Svd.of(x.rows(rows)).values();
        // What rounding leaves of a singular value that is 0.
        return values[d - 1] > Rounding.of(rows.length).on(values[0]).bound();
    }

    private static Claim neumann() {
        return ClaimBuilder.of("003.lemma3", Document003.source("Lemma 3"))
                .statement(
                        "The inverse of a shifted matrix to first order",
                        "For positive definite B, (B - e I)^-1 is (I + e B^-1) B^-1 up to an error of order e^2.",
                        "(B-\\varepsilon I)^{-1}=(I+\\varepsilon B^{-1}+o(\\varepsilon))B^{-1}")
                .measured(
                        "The error of the expansion for e from 1e-4 to 1e-2 of the smallest eigenvalue of a random B, in "
                                + "the Frobenius norm; the slope of its logarithm against that of e, for every B holding 2 and excluding 1 and 3.")
                .standard(size -> Setting.of(Keys003.D.is(5), Keys003.TERMS.is(2),
                        Keys003.MATRICES.is(size == Size.SMOKE ? 5 : 50)))
                .control(setting -> setting.with(Keys003.TERMS, 1).noted("without the linear term"))
                .predict(setting -> Quantities.of("slope", 2))
                .measure((setting, replicate, seed) -> {
                    var slopes = new ArrayList<Estimate>();
                    for (int k = 0; k < setting.get(Keys003.MATRICES); k++) {
                        slopes.add(expansionSlope(setting, seed.at(k)));
                    }
                    Estimate all = Exponents.hull(slopes);
                    return Quantities.of("slopes", new double[] {all.value(), all.low(), all.high()});
                })
                .judge((setting, predicted, measured) -> {
                    double[] slopes = measured.getFirst().list("slopes");
                    return Judgement.all(Comparison.told(
                            "order in e", predicted.scalar("slope"), new Estimate(slopes[0], slopes[1], slopes[2]),
                            "by the two least e of each matrix and the change from the pair before; rounding of the inverse",
                            1, 3));
                })
                .build();
    }

    private static Estimate expansionSlope(Setting setting, Seed seed) {
        int d = setting.get(Keys003.D);
        Matrix g = Matrix.wrap(2 * d, d, seed.gaussians(2 * d * d));
        Matrix b = g.transposedTimes(g);
        double smallest = SymmetricEigen.values(b)[0];
        var matrix = new Array2DRowRealMatrix(d, d);
        for (int i = 0; i < d; i++) {
            matrix.setRow(i, b.row(i));
        }
        var identity = MatrixUtils.createRealIdentityMatrix(d);
        var inverse = MatrixUtils.inverse(matrix);
        double[] es = new double[9];
        double[] errors = new double[es.length];
        for (int i = 0; i < es.length; i++) {
            es[i] = smallest * Math.pow(10, -2 - 0.25 * i);
            var exact = MatrixUtils.inverse(matrix.subtract(identity.scalarMultiply(es[i])));
            var expansion = setting.get(Keys003.TERMS) == 2
                    ? identity.add(inverse.scalarMultiply(es[i])).multiply(inverse)
                    : inverse;
            errors[i] = exact.subtract(expansion).getFrobeniusNorm();
        }
        // An inverse is known to its norm times the condition number, in ulps.
        double unsure = inverse.getFrobeniusNorm() * inverse.getFrobeniusNorm() * matrix.getFrobeniusNorm()
                * Math.ulp(1.0);
        return Exponents.local(es, errors, unsure);
    }

    private static Claim column() {
        return ClaimBuilder.of("003.theorem5.column", Document003.source("Table 1, column 3"))
                .statement(
                        "The theoretical ratios of Table 1",
                        "The third column of Table 1 is (1 - eps)/2 (1 - A_d) with eps = 0.1.",
                        "\\tfrac{1-\\varepsilon}2\\,(1-A_d)")
                .measured("The formula for the nine pairs (d, N), to the three decimals printed.")
                .standard(size -> Setting.of(Keys003.EPSILON.is(0.1)))
                .control(setting -> setting.with(Keys003.EPSILON, 0.11).noted("another eps"))
                .predict(setting -> Quantities.of("column", PRINTED_COLUMN))
                .measure((setting, replicate, seed) -> {
                    double[] column = new double[9];
                    for (int row = 0; row < 9; row++) {
                        column[row] = ActivationRank.convergenceBound(
                                new int[] {2, 3, 5}[row / 3], new int[] {10, 20, 100}[row % 3],
                                setting.get(Keys003.EPSILON));
                    }
                    return Quantities.of("column", column);
                })
                .judge((setting, predicted, measured) -> {
                    var lines = new ArrayList<Comparison>();
                    for (int row = 0; row < 9; row++) {
                        lines.add(Comparison.equal(
                                "d = " + new int[] {2, 3, 5}[row / 3] + ", N = " + new int[] {10, 20, 100}[row % 3],
                                predicted.list("column")[row], measured.getFirst().list("column")[row],
                                Tolerance.decimals(3, "the table")));
                    }
                    return Judgement.all(lines);
                })
                .build();
    }

    private static int draws(Size size) {
        return size == Size.SMOKE ? 4_000 : size == Size.STANDARD ? 100_000 : 1_000_000;
    }
}
