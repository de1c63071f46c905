package org.paisaje.study.explain.check.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.RowOrder;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.explain.attempt.InOrder;
import org.paisaje.study.explain.attempt.Reference;
import org.paisaje.study.explain.attempt.Score;
import org.paisaje.study.explain.attempt.Setup;

/**
 * How simple methods do on the last rows of a file and on as many drawn ones. Of rows in any order both are as hard but for chance.
 *
 * @param drawn the best of them on drawn rows
 * @param later the best of them on the last rows
 * @param before what answering the target of the row before leaves there, as in {@link Score}
 */
public record LaterPart(Reference drawn, Reference later, double before) {
    private static final int FEWEST = 60;
    /** Standard errors by which the two lie apart at least. */
    private static final double CLEAR = 4;
    private static final double FACTOR = 3;
    private static final double BAD = 0.5;
    /** Steps of targets that are a random walk are uncorrelated; so many standard errors are chance. */
    private static final double CHANCE = 3;
    /** Of a random walk a row and the next are nearly alike. */
    private static final double NEAR = 0.9;
    private static final double SORTED = 0.01;

    /** Of a setup with drawn test rows; absent where the order is not known, or is one by a target or an input. */
    public static Optional<LaterPart> of(Setup setup) {
        Optional<Setup> later = InOrder.byOrder(setup)
                .filter(last -> last.train().size() >= FEWEST && !SerialResiduals.blocks(setup.train()))
                .filter(last -> !sorted(setup.train().x()) || walks(last));
        return later.flatMap(last -> Reference.of(setup.train(), setup.test())
                .flatMap(drawn -> Reference.of(last.train(), last.test())
                        .map(end -> new LaterPart(drawn, end, before(last).orElse(1.0)))));
    }

    /** Whether later rows are predicted far worse, and not by chance. */
    public boolean shows() {
        return later.left() > Math.max(BAD, FACTOR * drawn.left())
                && later.left() - drawn.left() > CLEAR * Math.hypot(later.error(), drawn.error());
    }

    /** Whether a column goes up or down all along the file, as the axis of a plot does. */
    private static boolean sorted(Matrix x) {
        for (int j = 0; j < x.columns(); j++) {
            double[] values = x.column(j);
            int ups = 0;
            int downs = 0;
            for (int i = 1; i < values.length; i++) {
                ups += values[i] > values[i - 1] ? 1 : 0;
                downs += values[i] < values[i - 1] ? 1 : 0;
            }
            if (ups + downs > 0 && Math.min(ups, downs) <= SORTED * (ups + downs)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the target takes steps that have nothing to do with each other, as prices do and functions of an axis do not. */
    private static boolean walks(Setup last) {
        if (last.classes() || last.train().outputs() > 1) {
            return false;
        }
        double[] y = last.train().y().data();
        double[] steps = IntStream.range(1, y.length).mapToDouble(i -> y[i] - y[i - 1]).toArray();
        return correlation(y) > NEAR && Math.abs(correlation(steps)) < CHANCE / Math.sqrt(steps.length);
    }

    /** Of each number with the next. */
    private static double correlation(double[] values) {
        double mean = Arrays.stream(values).average().orElse(0);
        double own = 0;
        double next = 0;
        for (int i = 0; i < values.length; i++) {
            own += (values[i] - mean) * (values[i] - mean);
            next += i == 0 ? 0 : (values[i] - mean) * (values[i - 1] - mean);
        }
        return own > 0 ? next / own : 0;
    }

    /** What answering the target of the row before leaves on test rows that are the last ones of a file. */
    public static Optional<Double> before(Setup setup) {
        return InOrder.order(setup).filter(RowOrder::last).map(order -> {
            Dataset train = setup.train();
            Dataset test = setup.test().orElseThrow();
            Dataset all = InOrder.stacked(train.subset(train.size() - 1), test);
            int n = test.size();
            int[] now = IntStream.rangeClosed(1, n).toArray();
            int[] then = IntStream.range(0, n).toArray();
            return setup.classes()
                    ? Score.balanced(all.subset(then).labels(), test.labels(), test.classes().size())[0]
                    : Score.left(all.subset(then).y(), all.subset(now).y());
        });
    }
}
