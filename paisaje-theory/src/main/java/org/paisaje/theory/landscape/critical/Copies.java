package org.paisaje.theory.landscape.critical;

import org.paisaje.math.linalg.Norms;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.risk.Risk;
import org.paisaje.theory.landscape.align.NetworkAlignment;
import org.paisaje.theory.landscape.align.Symmetries;

/** When two critical points count as one. */
@FunctionalInterface
public interface Copies {
    /** Points nearer than this, relative to 1 + |x|, are one: what flat directions leave open is less. */
    double NEAR = 1e-5;
    /** Values further apart than this, relative to 1 + |F|, are not of one point. */
    double VALUE = 1e-9;

    /** Points that lie together. */
    Copies PLAIN = (a, b) -> Norms.distance(a.x(), b.x()) <= reach(a, b);

    /** Whether b is a copy of a; asked only if values and, unless scales change them, Hessians agree. */
    boolean same(CriticalPoint a, CriticalPoint b);

    /** Whether copies have Hessians with the same eigenvalues, as under permutations and signs. */
    default boolean keepEigenvalues() {
        return true;
    }

    /** Up to the symmetries of the architecture of a risk, where they are known. */
    static Copies of(Risk risk) {
        if (!(risk.network() instanceof Architecture network)) {
            return PLAIN;
        }
        Symmetries symmetries = Symmetries.of(network);
        return new Copies() {
            @Override
            public boolean same(CriticalPoint a, CriticalPoint b) {
                return PLAIN.same(a, b)
                        || NetworkAlignment.nearest(symmetries, a.x(), b.x(), Seed.of(0)) <= reach(a, b);
            }

            @Override
            public boolean keepEigenvalues() {
                return !symmetries.scales();
            }
        };
    }

    private static double reach(CriticalPoint a, CriticalPoint b) {
        return NEAR * (1 + Math.max(Norms.euclidean(a.x()), Norms.euclidean(b.x())));
    }
}
