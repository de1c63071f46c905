package org.paisaje.study.spectrum;

import java.util.Optional;
import org.paisaje.math.linalg.LinearOperator;
import org.paisaje.study.Session;
import org.paisaje.study.folder.KeptParts;

/**
 * The products that a spectrum is made of, in their order. All that follows from them is the same at a second start, so that
 * one takes them from the file, to the same bits, until the first that is not there.
 */
final class KeptProducts implements AutoCloseable {
    /** The file. */
    static final String NAME = "products.part";

    private final KeptParts parts;
    private long next;

    KeptProducts(SpectrumSetting setting, Session session) {
        this.parts = KeptParts.open(NAME, setting.describe(), session);
    }

    /** The operator, its products kept. */
    LinearOperator of(LinearOperator operator) {
        return operator.by((in, out, _, product) -> kept(in, out, product));
    }

    private void kept(double[] in, double[] out, Runnable product) {
        String name = Long.toString(next++);
        double sum = sum(in);
        Optional<KeptParts.Part> there = parts.known(name)
                .filter(part -> part.numbers().getFirst().length == out.length
                        && Double.doubleToRawLongBits(part.numbers().getLast()[0]) == Double.doubleToRawLongBits(sum));
        if (there.isPresent()) {
            System.arraycopy(there.get().numbers().getFirst(), 0, out, 0, out.length);
            return;
        }
        product.run();
        parts.add(name, KeptParts.Part.of(out, new double[] {sum}));
    }

    /** What tells one vector from another: its bits, mixed. */
    private static double sum(double[] in) {
        long mixed = in.length;
        for (double entry : in) {
            mixed = 31 * mixed + Double.doubleToRawLongBits(entry);
        }
        return mixed;
    }

    @Override
    public void close() {
        parts.close();
    }
}
