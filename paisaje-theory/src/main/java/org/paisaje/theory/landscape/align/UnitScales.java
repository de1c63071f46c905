package org.paisaje.theory.landscape.align;

import org.paisaje.network.UnitStructure.Group;

/** Scales the units of a network one after the other, in sweeps, until none moves. */
final class UnitScales {
    /** The logarithm of a factor that counts as none. */
    static final double CLOSE = 1e-9;

    private UnitScales() {}

    /** How a unit is to be scaled. */
    @FunctionalInterface
    interface Rule {
        /** The logarithm of the factor for unit i of a group whose scaling has this degree. */
        double log(UnitNorms norms, int i, int degree);
    }

    /** The map after at most so many sweeps over theta, whose units are held against those of another network. */
    static UnitMap swept(Symmetries symmetries, double[] theta, double[] other, UnitMap start, int sweeps, Rule rule) {
        UnitMap map = start;
        if (!symmetries.scales()) {
            return map;
        }
        for (int sweep = 0; sweep < sweeps; sweep++) {
            double largest = 0;
            for (int g = 0; g < symmetries.groups().size(); g++) {
                Group group = symmetries.groups().get(g);
                if (group.degree() == 0) {
                    continue;
                }
                var norms = UnitNorms.of(symmetries, g, symmetries.apply(map, theta), other);
                UnitMap.Units step = UnitMap.Units.identity(group.size());
                for (int i = 0; i < group.size(); i++) {
                    if (norms.in()[i] > 0 && norms.out()[i] > 0) {
                        double log = rule.log(norms, i, group.degree());
                        largest = Math.max(largest, Math.abs(log));
                        Symmetries.set(group, step, i, Math.exp(log), false);
                    }
                }
                map = map.with(g, map.groups().get(g).then(step));
            }
            if (largest < CLOSE) {
                break;
            }
        }
        return map;
    }
}
