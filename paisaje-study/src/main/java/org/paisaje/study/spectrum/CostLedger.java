package org.paisaje.study.spectrum;

import java.util.ArrayList;
import java.util.List;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;

/**
 * What each result took, in products with the matrix and in gradients over the same samples: a product takes 8 flops for
 * each weight and sample, a gradient 6.
 */
public final class CostLedger {
    /** A product in units of a gradient. */
    static final double GRADIENTS = 8.0 / 6;

    private record Entry(String what, long products) {}

    private final List<Entry> entries = new ArrayList<>();
    private long products;
    private long noted;

    /** Nothing was computed yet. */
    public CostLedger() {}

    /** The operator, its products counted. */
    public LinearOperator counted(LinearOperator operator) {
        return operator.by((_, _, count, product) -> {
            products += count;
            product.run();
        });
    }

    /** All products since the last entry were for this. */
    public void note(String what) {
        note(what, products - noted);
        noted = products;
    }

    /** So many products, not among those counted, were for this. */
    public void note(String what, long count) {
        if (count > 0) {
            entries.add(new Entry(what, count));
        }
    }

    /** So many backward passes, each with a product for every weight and sample: a gradient without its forward pass. */
    public void passes(String what, int count) {
        note(what, Math.round(count * 4.0 / 8));
    }

    /** All in gradients. */
    public double gradients() {
        return GRADIENTS * entries.stream().mapToLong(Entry::products).sum();
    }

    /** A row for each result. */
    Figure.Table table() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Entry entry : entries) {
            rows.add(List.of(Cell.text(entry.what), Cell.count(entry.products),
                    Cell.count(Math.round(GRADIENTS * entry.products))));
        }
        return new Figure.Table("cost", "What it took",
                "A product with the matrix costs about as much as 4/3 gradients "
                        + "over the same samples: 8 against 6 flops for each weight and sample.",
                List.of("for", "products", "gradients"), rows);
    }
}
