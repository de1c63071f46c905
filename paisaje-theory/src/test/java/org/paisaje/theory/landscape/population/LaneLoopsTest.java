package org.paisaje.theory.landscape.population;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.paisaje.math.random.Seed;
import org.paisaje.math.simd.Simd;

final class LaneLoopsTest {
    @Test
    void bothTwinsGiveTheSameBits() {
        assumeTrue(Simd.vectorised());
        int lanes = Simd.lanes();
        for (int d : new int[] {1, 2, 7}) {
            double[] w = Seed.of(d).gaussians(3 * d * lanes);
            double[] factor = Seed.of(d).named("factor").gaussians(lanes);
            var results = List.of(new PlainLaneLoops(), new VectorLaneLoops()).stream().map(loops -> {
                double[] out = w.clone();
                loops.dot(d, w, 0, d * lanes, out, 0);
                loops.addProduct(factor, 0, w, 0, out, 0);
                loops.addRow(d, factor, 0, w, d * lanes, out, d * lanes);
                loops.subtractRow(d, w, 0, out, 0);
                loops.divide(d, factor, 0, w, d * lanes, out, 2 * d * lanes);
                return out;
            }).toList();
            assertThat(results.get(1)).isEqualTo(results.get(0)).isNotEqualTo(w);
        }
    }
}
