package org.paisaje.theory.landscape.critical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.paisaje.math.testing.Closeness.assertClose;
import static org.paisaje.math.testing.Tolerance.rounding;
import static org.paisaje.math.testing.Tolerance.stated;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.loss.Loss;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.math.linalg.factor.SymmetricEigen;
import org.paisaje.math.random.Seed;
import org.paisaje.math.testing.Vectors;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Regularizer;
import org.paisaje.risk.Risk;
import org.paisaje.theory.landscape.align.Symmetries;
import org.paisaje.theory.landscape.align.UnitMap;

/** Critical points of a network of two tanh neurons whose nine are known, and of functions with closed forms. */
final class CriticalPointsTest {
    /** sum_j a_j tanh(w_j x + b_j): the bias is the weight of a second input 1. */
    private static final Architecture NET = Architecture.parse("mlp:2-2-1:tanh:bias=false");
    private static final Risk RISK = Risk.of(NET, Matrix.of(new double[][] {{-1.5, 1}, {-0.5, 1}, {0.5, 1}, {1.5, 1}}),
            Matrix.of(new double[][] {{1}, {-0.6}, {0.8}, {-0.9}}), Loss.meanSquared()).with(Regularizer.l2(0.01));
    /**
     * Value, index, least eigenvalue, copies under the 8 symmetries. Nine are of another program; the first and the ninth it
     * did not find.
     */
    private static final double[][] KNOWN = {
        {0.2601884116695974, 0, 0.0578184622590424, 8},
        {0.45281534256884504, 0, 0.04259625456014368, 8},
        {0.48891007309984563, 0, 0.011874162003690474, 4},
        {0.4904837371954248, 1, -0.0237634761339608, 8},
        {0.4971352968179318, 1, -0.09280097334805446, 4},
        {0.5014552673992961, 1, -0.11443787804164712, 8},
        {0.5431283408431001, 1, -0.42438518575516415, 4},
        {0.5440330377419746, 2, -0.40156496344494436, 4},
        {0.5571553281180731, 1, -0.03927851628783014, 8},
        {0.5584514079262445, 2, -0.07207408413295406, 8},
        {0.7025, 2, -1.0654146673046205, 1}};

    private static CriticalSurvey survey(int starts, int threads) {
        return Blas.withThreads(threads, () -> CriticalSurvey.of(RISK, NET, starts, Seed.of(3), share -> {}));
    }

    @Test
    void elevenLevelsOfTwoNeurons() {
        CriticalSurvey survey = survey(400, 2);
        List<CriticalPoint> points = survey.points();
        assertThat(points).hasSize(KNOWN.length);
        for (int i = 0; i < KNOWN.length; i++) {
            CriticalPoint point = points.get(i);
            assertClose(point.value(), KNOWN[i][0], stated(1e-12, "the reference is given to 1e-12"));
            assertThat(point.index()).isEqualTo((int) KNOWN[i][1]);
            assertThat(point.zeros()).isZero();
            assertClose(point.eigenvalues()[0], KNOWN[i][2], stated(1e-10, "1e-12 in theta, times third derivatives"));
            assertThat(point.certificate()).isInstanceOfSatisfying(Certificate.Proven.class, proven -> {
                // The rounding of a gradient over the least curvature of all.
                assertClose(proven.radius(), 0, rounding(1_000).times(1 / 0.039));
                assertThat(proven.contraction()).isLessThan(1);
            });
        }
        // F is a Morse function that grows at infinity, so over all of R^6 minima less saddles and so on make 1
        assertThat(Arrays.stream(KNOWN).mapToDouble(known -> known[3] * (known[1] % 2 == 0 ? 1 : -1)).sum())
                .isEqualTo(1);
        for (int i = 0; i < KNOWN.length; i++) {
            assertThat(copies(points.get(i).x())).isEqualTo((long) KNOWN[i][3]);
        }
        assertThat(survey.found() + survey.flat() + survey.unfinished() + survey.escaped()).isEqualTo(survey.starts());
        assertThat(points.stream().mapToInt(CriticalPoint::multiplicity).sum()).isEqualTo(survey.found());
        assertThat(survey.correlation(0.95).orElseThrow().low()).isPositive();
    }

    /** How many points the two exchanges and four signs make of one. */
    private static long copies(double[] x) {
        List<double[]> different = new ArrayList<>();
        for (int s = 0; s < 100; s++) {
            double[] copy = Symmetries.of(NET).apply(UnitMap.random(Symmetries.of(NET), 0, Seed.of(s)), x);
            if (different.stream().noneMatch(known -> Vectors.distance(known, copy) < 1e-9)) {
                different.add(copy);
            }
        }
        return different.size();
    }

    @Test
    void sameBitsWhateverTheThreads() {
        List<CriticalPoint> one = survey(40, 1).points();
        List<CriticalPoint> two = survey(40, 2).points();
        assertThat(two).hasSameSizeAs(one);
        for (int i = 0; i < one.size(); i++) {
            assertThat(two.get(i).x()).isEqualTo(one.get(i).x());
            assertThat(two.get(i).multiplicity()).isEqualTo(one.get(i).multiplicity());
        }
    }

    /** The point with distinct units and any symmetric copy of it are one; a point moved a little is another. */
    @Test
    void copiesAreOne() {
        var search = new CriticalSearch(SmoothFunction.of(RISK), SearchSettings.USUAL);
        double[] theta = {-1.311434, 1.839762, 1.227933, 1.733595, 0.772853, -0.66384};
        var found = (SearchEnd.Found) search.search(theta, new SearchMethod.LevenbergMarquardt());
        var point = CriticalPoint.of(SmoothFunction.of(RISK), found);
        Copies copies = Copies.of(RISK);
        for (int s = 0; s < 8; s++) {
            UnitMap map = UnitMap.random(Symmetries.of(NET), 0, Seed.of(s));
            var copy = (SearchEnd.Found) search.refine(Symmetries.of(NET).apply(map, found.x()));
            assertThat(copies.same(point, CriticalPoint.of(SmoothFunction.of(RISK), copy))).isTrue();
        }
        double[] moved = found.x().clone();
        moved[0] += 1e-3;
        assertThat(copies.same(point, new CriticalPoint(moved, point.value(), 0, point.eigenvalues(), 0, 1,
                point.certificate()))).isFalse();
    }

    /** x^3 / 3 - x + y^2 / 2: a minimum at (1, 0), a saddle at (-1, 0); each way of searching goes where it should. */
    @Test
    void methodsGoWhereTheyShould() {
        SmoothFunction f = polynomial((x, g, h) -> {
            g[0] = x[0] * x[0] - 1;
            g[1] = x[1];
            h[0] = 2 * x[0];
            h[3] = 1;
            return x[0] * x[0] * x[0] / 3 - x[0] + x[1] * x[1] / 2;
        });
        var search = new CriticalSearch(f, SearchSettings.USUAL);
        assertEnd(search.search(new double[] {0.5, 1}, new SearchMethod.LevenbergMarquardt()), 1, 0);
        assertEnd(search.search(new double[] {-0.5, 1}, new SearchMethod.Newton()), -1, 1);
        assertEnd(search.search(new double[] {0.5, 1}, new SearchMethod.Following(1)), -1, 1);
        assertEnd(search.search(new double[] {-0.5, 1}, new SearchMethod.Following(0)), 1, 0);
    }

    private static void assertEnd(SearchEnd end, double x, int index) {
        assertThat(end).isInstanceOfSatisfying(SearchEnd.Found.class, found -> {
            assertClose(found.x(), new double[] {x, 0}, rounding(8));
            assertThat(Arrays.stream(found.eigenvalues()).filter(v -> v < 0).count()).isEqualTo(index);
        });
    }

    /** x^3 / 3 + x has no critical point: the gradient norm is least at 0, where it is 1. */
    @Test
    void endsThatAreNotCriticalAreDiscarded() {
        SmoothFunction f = polynomial((x, g, h) -> {
            g[0] = x[0] * x[0] + 1;
            g[1] = x[1];
            h[0] = 2 * x[0];
            h[3] = 1;
            return x[0] * x[0] * x[0] / 3 + x[0] + x[1] * x[1] / 2;
        });
        var search = new CriticalSearch(f, SearchSettings.USUAL);
        assertThat(search.search(new double[] {0.7, 1}, new SearchMethod.LevenbergMarquardt()))
                .isInstanceOfSatisfying(SearchEnd.Flat.class,
                        flat -> assertThat(flat.gradientNorm()).isGreaterThan(0.99));
        CriticalSurvey survey = CriticalSurvey.of(() -> f, (i, seed) -> new CriticalStart(seed.gaussians(2), 0,
                new SearchMethod.LevenbergMarquardt()), 20, SearchSettings.USUAL, Copies.PLAIN, Seed.of(1),
                share -> {});
        assertThat(survey.points()).isEmpty();
        assertThat(survey.flat() + survey.unfinished() + survey.escaped()).isEqualTo(20);
    }

    /** f = x^3: the eigenvalue at the end of a search is not 0 but means nothing; the monkey saddle is degenerate. */
    @Test
    void degenerateIsNotTakenForAMinimum() {
        SmoothFunction f = polynomial((x, g, h) -> {
            g[0] = 3 * x[0] * x[0];
            g[1] = x[1];
            h[0] = 6 * x[0];
            h[3] = 1;
            return x[0] * x[0] * x[0] + x[1] * x[1] / 2;
        });
        var search = new CriticalSearch(f, SearchSettings.USUAL);
        var found = (SearchEnd.Found) search.search(new double[] {0.5, 1}, new SearchMethod.LevenbergMarquardt());
        CriticalPoint point = CriticalPoint.of(f, found);
        assertThat(point.degenerate()).isTrue();
        assertThat(point.strictMinimum()).isFalse();
        assertThat(point.index()).isZero();
    }

    /** The closed form against p products of the general engine, biases, several outputs and scales included. */
    @Test
    void shallowHessianIsThatOfProducts() {
        for (String net : List.of("mlp:3-5-1:tanh", "mlp:2-4-3:sigmoid", "mlp:3-4-2:softplus:bias=false",
                "mlp:3-4-2:tanh:param=ntk,sw=1.3,sb=0.4")) {
            Architecture network = Architecture.parse(net);
            Risk risk = Risk.of(network, Matrix.wrap(7, network.inputs(), Seed.of(1).gaussians(7 * network.inputs())),
                    Matrix.wrap(7, network.outputs(), Seed.of(2).gaussians(7 * network.outputs())), Loss.SQUARED)
                    .with(Regularizer.l2(0.01));
            int p = risk.dimension();
            double[] theta = Seed.of(4).gaussians(p);
            double[][] gradients = new double[2][p];
            double[][] hessians = new double[2][p * p];
            SmoothFunction own = ShallowRisk.of(risk).orElseThrow();
            SmoothFunction naive = SmoothFunction.byProducts(risk);
            double value = own.at(theta, gradients[0], hessians[0]);
            assertClose(value, naive.at(theta, gradients[1], hessians[1]), rounding(50));
            assertClose(gradients[0], gradients[1], rounding(500), 1);
            assertClose(hessians[0], hessians[1], rounding(500), 1);
        }
    }

    /** Hessians at random points of the box lie in the enclosure, and the enclosure is not much wider than they spread. */
    @Test
    void enclosureHoldsWhatItShould() {
        for (String net : List.of("mlp:2-3-1:tanh", "mlp:2-3-3-2:sigmoid",
                "mlp:2-3-1:softplus:param=ntk,sw=1.2,sb=0.3")) {
            Architecture network = Architecture.parse(net);
            Risk risk = Risk.of(network, Matrix.wrap(5, 2, Seed.of(1).gaussians(10)),
                    Matrix.wrap(5, network.outputs(), Seed.of(2).gaussians(5 * network.outputs())), Loss.SQUARED)
                    .with(Regularizer.halfL2(0.02));
            int p = risk.dimension();
            double[] theta = Seed.of(4).gaussians(p);
            for (double distance : new double[] {0, 1e-9, 1e-3}) {
                EnclosedRisk.Enclosure at = EnclosedRisk.of(risk).orElseThrow().of(theta, distance);
                for (int draw = 0; draw < 10; draw++) {
                    double[] u = Seed.of(draw).uniforms(p);
                    double[] near = theta.clone();
                    for (int i = 0; i < p; i++) {
                        near[i] += distance * (2 * u[i] - 1);
                    }
                    double[] hessian = risk.at(near).denseHessian().data();
                    for (int i = 0; i < p * p; i++) {
                        assertThat(Math.abs(hessian[i] - at.hessian()[i]))
                                .isLessThanOrEqualTo(at.hessianRadius()[i] + 1e-14);
                    }
                }
                assertThat(Arrays.stream(at.hessianRadius()).max().orElseThrow()).isLessThan(1e-12 + 1e3 * distance);
                double[] gradient = risk.gradient(theta);
                for (int i = 0; i < p; i++) {
                    assertThat(Math.abs(gradient[i] - at.gradient()[i]))
                            .isLessThanOrEqualTo(at.gradientRadius()[i] + 1e-15);
                }
            }
        }
    }

    @Test
    void certificatesSayWhyNot() {
        Risk relu = Risk.of(Architecture.parse("mlp:1-2-1:relu"), Matrix.of(new double[][] {{1}}),
                Matrix.of(new double[][] {{1}}), Loss.SQUARED);
        assertThat(Certificate.of(relu, new double[7])).isInstanceOfSatisfying(Certificate.Open.class,
                open -> assertThat(open.reason()).contains("relu"));
        double[] elsewhere = {0.7, 0.2, -1.1, 0.4, 0.9, -0.5};
        assertThat(Certificate.of(RISK, elsewhere)).isInstanceOf(Certificate.Open.class);
    }

    /** F, gradient and Hessian of the reference at a point that is not critical. */
    @Test
    void referencePoint() {
        double[] theta = {0.7, 0.2, -1.1, 0.4, 0.9, -0.5};
        double[] g = new double[6];
        double[] h = new double[36];
        assertClose(SmoothFunction.of(RISK).at(theta, g, h), 2.2487943486100583, rounding(20));
        assertClose(g, new double[] {1.0841360311289412, -0.2780799246981034, -0.2531113983801113, -0.0482105288499396,
            1.5550172191331202, -1.857910389221044}, stated(1e-12, "given to 1e-12"), 1);
        assertClose(SymmetricEigen.values(Matrix.wrap(6, 6, h)), new double[] {-2.9010940581714864, -0.9737283331546986,
            -0.3544120601896376, 0.07403437193022219, 0.5094588225791306, 2.5409168420283543},
                stated(1e-12, "given to 1e-12"), 1);
    }

    /** One logistic unit on inputs 1, 0.1, 0.01 with targets 3/4: its stationary points, E as the sum of squares. */
    @Test
    void oneLogisticUnit() {
        Risk risk = Risk.of(Architecture.parse("linear:1-1:output=sigmoid"),
                Matrix.of(new double[][] {{1}, {0.1}, {0.01}}),
                Matrix.of(new double[][] {{0.75}, {0.75}, {0.75}}), Loss.meanSquared());
        double[][] known = {{1.300062997881421, 0.1094958598052650, 0.05106947806},
            {12.76165358936550, 0.1110942368663855, 0.0005325408465},
            {109.7394498289740, 0.1249914813184576, 6.958399897e-6},
            {3.954944204180080, 0.1343326873372025, -1},
            {41.67237823104728, 0.1393011195252728, -1}};
        var search = new CriticalSearch(SmoothFunction.of(risk), SearchSettings.USUAL.withGradientBelow(1e-12));
        for (double[] point : known) {
            var found = (SearchEnd.Found) search.search(new double[] {1.02 * point[0]},
                    new SearchMethod.LevenbergMarquardt());
            assertClose(found.x()[0], point[0],
                    stated(1e-10 * point[0], "rounding of the gradient over the curvature"));
            assertClose(3 * found.value(), point[1], stated(1e-13, "the reference is given to 1e-13"));
            if (point[2] > 0) {
                assertClose(3 * found.eigenvalues()[0], point[2], stated(1e-8 * point[2], "given to 10 digits"));
            } else {
                assertThat(found.eigenvalues()[0]).isNegative();
            }
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        assertThatThrownBy(() -> new CriticalSearch(SmoothFunction.of(RISK), SearchSettings.USUAL).search(new double[3],
                new SearchMethod.Newton())).hasMessageContaining("3 entries").hasMessageContaining("6 variables");
        assertThatThrownBy(() -> new SearchMethod.Following(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> survey(0, 1)).hasMessageContaining("0 starts");
    }

    /** What fills gradient and Hessian and gives the value. */
    private interface Formula {
        double at(double[] x, double[] g, double[] h);
    }

    private static SmoothFunction polynomial(Formula formula) {
        return new SmoothFunction() {
            @Override
            public int dimension() {
                return 2;
            }

            @Override
            public double at(double[] x, double[] gradient) {
                return formula.at(x, gradient, new double[4]);
            }

            @Override
            public double at(double[] x, double[] gradient, double[] hessian) {
                return formula.at(x, gradient, hessian);
            }
        };
    }
}
