package org.paisaje.study.regions;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.study.Session;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.theory.geometry.region.Domain;
import org.paisaje.theory.geometry.region.FoundRegions;
import org.paisaje.theory.geometry.region.LevelSet;
import org.paisaje.theory.geometry.topology.Betti;

/**
 * Regions inside parts of the domain, and the shapes of what is decided for each class, kept as they are found: a second start does
 * not look for them again.
 */
final class KeptRegions implements FoundRegions, AutoCloseable {
    /** The file. */
    static final String NAME = "regions.part";

    /** The shares of the study between which the enumeration lies. */
    private static final double FROM = 0.05;
    private static final double TO = 0.6;

    private final KeptParts parts;
    private final Session session;
    private int done;

    KeptRegions(RegionsSetting setting, Session session) {
        Map<String, Object> described = new LinkedHashMap<>(setting.options());
        Domain domain = setting.domain();
        described.put("weights", Arrays.hashCode(setting.theta()));
        described.put("domain", List.of(Arrays.hashCode(domain.origin()), Arrays.deepHashCode(domain.axes()),
                Arrays.toString(domain.low()), Arrays.toString(domain.high())));
        this.parts = KeptParts.open(NAME, described, session);
        this.session = session;
    }

    @Override
    public Optional<List<double[]>> known(int part) {
        Optional<List<double[]>> known = parts.known(name(part)).map(KeptParts.Part::numbers);
        known.ifPresent(_ -> count());
        return known;
    }

    @Override
    public void found(int part, int all, List<double[]> regions) {
        parts.add(name(part), new KeptParts.Part(regions, List.of()));
        double share = (double) count() / all;
        session.listener().progress(FROM + (TO - FROM) * share, "regions");
    }

    private synchronized int count() {
        return ++done;
    }

    private static String name(int part) {
        return "regions " + part;
    }

    /** The shape that is decided for a class, if it is known. */
    Optional<LevelSet> shape(int c) {
        return parts.known("class " + c).map(part -> {
            double[] n = part.numbers().getFirst();
            return new LevelSet(new Betti((int) n[0], (int) n[1], (int) n[2]), (int) n[3], (int) n[4], (int) n[5],
                    (int) n[6], (int) n[7]);
        });
    }

    /** Keeps the shape that is decided for a class. */
    void keep(int c, LevelSet set) {
        Betti boundary = set.boundary();
        parts.add("class " + c, KeptParts.Part.of(new double[] {boundary.components(), boundary.loops(),
            boundary.cavities(), set.euler(), set.above(), set.below(), set.enclosedAbove(), set.enclosedBelow()}));
    }

    @Override
    public void close() {
        parts.close();
    }
}
