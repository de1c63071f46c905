package org.paisaje.theory.geometry.region;

import java.util.Arrays;
import org.paisaje.network.PiecewiseLinear;
import org.paisaje.network.PiecewiseLinear.Affine;
import org.paisaje.network.PiecewiseLinear.Kinks;
import org.paisaje.network.PiecewiseLinear.Largest;
import org.paisaje.network.PiecewiseLinear.Term;

/** The values of a network as affine functions of the coordinates of a domain on a cell, without rounding. */
final class ExactValues {
    private final PiecewiseLinear network;
    private final Domain domain;
    private final int width;

    ExactValues(PiecewiseLinear network, Domain domain) {
        this.network = network;
        this.domain = domain;
        this.width = domain.dimension() + 1;
    }

    /** Value {@code node}: for each entry its slopes and its constant. */
    Dyadic[] of(Trail trail, int node) {
        Trail at = trail.until(node - 1);
        return at.value(node, n -> n == 0 ? input() : switch (network.steps().get(n - 1)) {
            case Affine affine -> affine(affine, at);
            case Kinks kinks -> kinks(kinks, at);
            case Largest largest -> largest(largest, at);
        });
    }

    private Dyadic[] input() {
        Dyadic[] result = new Dyadic[domain.origin().length * width];
        for (int i = 0; i < domain.origin().length; i++) {
            for (int k = 0; k < width - 1; k++) {
                result[i * width + k] = Dyadic.of(domain.axes()[k][i]);
            }
            result[i * width + width - 1] = Dyadic.of(domain.origin()[i]);
        }
        return result;
    }

    private Dyadic[] affine(Affine step, Trail trail) {
        Dyadic[] result = new Dyadic[step.size() * width];
        Arrays.fill(result, Dyadic.ZERO);
        for (int i = 0; i < step.size(); i++) {
            result[i * width + width - 1] = Dyadic.of(step.offset()[i]);
        }
        for (Term term : step.terms()) {
            Dyadic[] h = of(trail, term.source());
            for (int i = 0; i < step.size(); i++) {
                for (int k = term.starts()[i]; k < term.starts()[i + 1]; k++) {
                    Dyadic w = Dyadic.of(term.weights()[k]);
                    for (int c = 0; c < width; c++) {
                        int to = i * width + c;
                        result[to] = result[to].plus(w.times(h[term.columns()[k] * width + c]));
                    }
                }
            }
        }
        return result;
    }

    private Dyadic[] kinks(Kinks step, Trail trail) {
        Dyadic[] z = of(trail, step.source());
        Dyadic[] result = new Dyadic[step.size() * width];
        for (int i = 0; i < step.size(); i++) {
            int piece = trail.pieces[i];
            Dyadic slope = Dyadic.of(step.slopes()[piece]);
            for (int c = 0; c < width; c++) {
                result[i * width + c] = slope.times(z[i * width + c]);
            }
            int last = i * width + width - 1;
            result[last] = result[last].plus(Dyadic.of(step.offsets()[piece]));
        }
        return result;
    }

    private Dyadic[] largest(Largest step, Trail trail) {
        Dyadic[] z = of(trail, step.source());
        Dyadic[] result = new Dyadic[step.size() * width];
        for (int i = 0; i < step.size(); i++) {
            System.arraycopy(z, step.windows()[i][trail.pieces[i]] * width, result, i * width, width);
        }
        return result;
    }
}
