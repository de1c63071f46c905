package org.paisaje.study.explain.attempt;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.paisaje.data.Dataset;
import org.paisaje.data.RowOrder;
import org.paisaje.data.Standardization;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.architecture.Mlp;

/** Setups that make something of the order in which the rows stood in their file. */
public final class InOrder {
    /** What an input that numbers the rows is called. */
    public static final String PLACE = "row";
    /** What the target of the row before is called as an input. */
    public static final String BEFORE = "before";

    private InOrder() {}

    /** Where the rows of a setup stood, if that is known. */
    public static Optional<RowOrder> order(Setup setup) {
        return setup.prepared()
                .rows()
                .order()
                .filter(order -> order.train().length == setup.train().size()
                        && order.test().length == setup.test().map(Dataset::size).orElse(0));
    }

    /**
     * With the number of the row as an input, at mean 0 and variance 1 by the training data; rows of a test file are counted on
     * behind the training rows. Absent if the network cannot take an input more.
     */
    public static Optional<Setup> withPlace(Setup setup) {
        return order(setup).flatMap(order -> {
            int from = order.together() ? 0 : setup.train().size();
            return with(setup, PLACE, column(IntStream.of(order.train()).asDoubleStream().toArray()),
                    column(IntStream.of(order.test()).mapToDouble(i -> i + from).toArray()));
        });
    }

    /**
     * With the target of the row before it in the file as an input, for classes with the indicators; the first row has the mean.
     * Absent if the network cannot take an input more.
     */
    public static Optional<Setup> withBefore(Setup setup) {
        return order(setup).flatMap(order -> {
            Matrix own = targets(setup.train());
            Optional<Matrix> other = setup.test().map(InOrder::targets);
            int k = own.columns();
            Matrix x = Matrix.zeros(own.rows(), k);
            Matrix z = Matrix.zeros(order.test().length, k);
            double[] before = Score.means(own);
            if (order.together()) {
                for (int[] at : merged(order)) {
                    (at[0] == 0 ? x : z).setRow(at[1], before);
                    before = (at[0] == 0 ? own : other.orElseThrow()).row(at[1]);
                }
            } else {
                before = shifted(own, x, before);
                shifted(other.orElse(z), z, before);
            }
            return with(setup, BEFORE, x, z);
        });
    }

    private static double[] shifted(Matrix y, Matrix into, double[] first) {
        double[] before = first;
        for (int i = 0; i < y.rows(); i++) {
            into.setRow(i, before);
            before = y.row(i);
        }
        return before;
    }

    private static Matrix targets(Dataset data) {
        return data.classes().size() > 2 ? data.oneHot().y() : data.y();
    }

    /** The last rows of the file as test rows instead of drawn ones, as many as there were; absent without test rows of the same file. */
    public static Optional<Setup> byOrder(Setup setup) {
        return order(setup).filter(order -> order.together() && !order.last() && order.test().length > 0).map(order -> {
            Dataset all = stacked(setup.train(), setup.test().orElseThrow());
            int[] rows = merged(order).stream()
                    .mapToInt(at -> at[0] == 0 ? at[1] : setup.train().size() + at[1])
                    .toArray();
            int n = setup.train().size();
            Preparation.Rows told = setup.prepared().rows();
            int[] places = IntStream.concat(IntStream.of(order.train()), IntStream.of(order.test())).sorted().toArray();
            RowOrder later = new RowOrder(Arrays.copyOf(places, n), Arrays.copyOfRange(places, n, places.length), true);
            Preparation prepared = setup.prepared()
                    .with(new Preparation.Rows(Optional.of(later), told.added(),
                            (double) order.test().length / places.length));
            return rescaled(new Setup(all.subset(Arrays.copyOf(rows, n)),
                    Optional.of(all.subset(Arrays.copyOfRange(rows, n, rows.length))),
                    setup.network(), setup.start(), setup.given(), setup.initializer(), setup.loss(), setup.optimizer(),
                    setup.pace(), setup.batch(), setup.steps(), setup.seed(), setup.threads(), prepared));
        });
    }

    /** What was standardised by the training rows is so by the new ones. */
    private static Setup rescaled(Setup setup) {
        Setup inputs = setup.standardized() && !setup.mixedColumns() ? setup.withStandardizedInputs() : setup;
        return inputs.targetsStandardized() ? inputs.withStandardizedTargets() : inputs;
    }

    /** All rows as they stood: the part, 0 for training, and the number within it. */
    private static List<int[]> merged(RowOrder order) {
        return IntStream.concat(IntStream.range(0, order.train().length).map(i -> i << 1),
                IntStream.range(0, order.test().length).map(i -> i << 1 | 1))
                .boxed()
                .sorted((a, b) -> Integer.compare(place(order, a), place(order, b)))
                .map(i -> new int[] {i & 1, i >> 1})
                .toList();
    }

    private static int place(RowOrder order, int coded) {
        return (coded & 1) == 0 ? order.train()[coded >> 1] : order.test()[coded >> 1];
    }

    /** The rows of both. */
    public static Dataset stacked(Dataset train, Dataset test) {
        return new Dataset(train.name(), train.task(), Matrix.stackRows(train.x(), test.x()),
                Matrix.stackRows(train.y(), test.y()), train.names());
    }

    private static Matrix column(double[] values) {
        return Matrix.wrap(values.length, 1, values);
    }

    private static Optional<Setup> with(Setup setup, String name, Matrix own, Matrix other) {
        if (!(setup.network() instanceof Mlp mlp) || setup.mixedColumns()) {
            return Optional.empty();
        }
        Standardization map = Standardization.of(own);
        Dataset train = Columns.with(setup.train(), map.apply(own), name);
        Optional<Dataset> test = setup.test().map(data -> Columns.with(data, map.apply(other), name));
        Preparation prepared = setup.prepared().with(setup.prepared().rows().adding(name));
        // The columns before are at mean 0 and variance 1 already where they were standardised: the same again changes nothing.
        Optional<Standardization> scale = setup.prepared().inputs().map(before -> Standardization.of(train.x()));
        int[] widths = mlp.widths().stream().mapToInt(Integer::intValue).toArray();
        widths[0] += own.columns();
        Setup more = new Setup(train, test, setup.network(), setup.start(), setup.given(), setup.initializer(),
                setup.loss(), setup.optimizer(), setup.pace(), setup.batch(), setup.steps(), setup.seed(),
                setup.threads(), prepared.over(scale));
        return Optional.of(more.withNetwork(mlp.withWidths(widths)));
    }
}
