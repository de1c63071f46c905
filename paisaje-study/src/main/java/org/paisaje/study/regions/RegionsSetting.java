package org.paisaje.study.regions;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.math.Brief;
import org.paisaje.network.Architecture;
import org.paisaje.study.problem.StartingNetwork;
import org.paisaje.theory.geometry.region.Domain;

/**
 * A network and where its regions are looked for.
 *
 * @param network the network
 * @param theta its parameters
 * @param domain the part of the space of inputs
 * @param place the domain in words, such as {@code the square [-1, 1]^2}
 * @param level what a single output is held against to decide
 * @param limit the most regions
 * @param data points to draw over the regions, if the domain is the space of inputs
 * @param seed the root of what was drawn
 * @param options the same by the names of the options
 * @param remarks what was assumed on the way
 */
public record RegionsSetting(Architecture network, double[] theta, Domain domain, String place, double level,
        long limit, Optional<Dataset> data, long seed, Map<String, Object> options, List<String> remarks) {
    /** The most regions where nothing is said. */
    public static final long USUAL_LIMIT = 200_000;

    /** Copies the collections; refuses what means nothing. */
    public RegionsSetting {
        if (!Double.isFinite(level)) {
            throw new IllegalArgumentException("--level is " + level + "; a finite number is needed");
        }
        if (limit < 1) {
            throw new IllegalArgumentException("--limit is " + limit + "; at least 1 is needed");
        }
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        remarks = List.copyOf(remarks);
    }

    /** One that is put together from what a person writes; {@code seed} is the root of randomness. */
    public static RegionsSettingBuilder builder(StartingNetwork network, Place where, long seed) {
        return new RegionsSettingBuilder(network, where, seed);
    }

    @Override
    public String toString() {
        return Brief.of(this);
    }
}
