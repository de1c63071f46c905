package org.paisaje.study.regions;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.Dataset;
import org.paisaje.data.source.SourceOptions;
import org.paisaje.math.random.Seed;
import org.paisaje.network.Architecture;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.study.problem.StartingNetwork;
import org.paisaje.theory.geometry.region.Domain;

/**
 * Puts a {@link RegionsSetting} together from what a person writes. Data are needed for slices through their rows only; where there
 * are none the network says how many inputs it has.
 */
public final class RegionsSettingBuilder {
    private final long number;
    private final StartingNetwork network;
    private final Place where;
    private Optional<String> data = Optional.empty();
    private SourceOptions reading = SourceOptions.detected();
    private boolean standardized;
    private Optional<Double> level = Optional.empty();
    private long limit = RegionsSetting.USUAL_LIMIT;

    RegionsSettingBuilder(StartingNetwork network, Place where, long number) {
        this.network = network;
        this.where = where;
        this.number = number;
    }

    /** Points for slices, and to draw over the regions. */
    public RegionsSettingBuilder data(Optional<String> source, SourceOptions options) {
        data = source;
        reading = options;
        return this;
    }

    /** Inputs to mean 0 and variance 1, by the data. */
    public RegionsSettingBuilder standardized(boolean wanted) {
        standardized = wanted;
        return this;
    }

    /** What a single output is held against to decide; 0 where nothing is said. */
    public RegionsSettingBuilder level(Optional<Double> value) {
        level = value;
        return this;
    }

    /** The most regions. */
    public RegionsSettingBuilder limit(long most) {
        limit = most;
        return this;
    }

    /**
     * Reads data and weights and checks.
     *
     * @throws IllegalArgumentException if something is missing, contradicts itself or does not belong together
     */
    public RegionsSetting build() {
        List<String> remarks = new ArrayList<>();
        Optional<Problem> problem = data.map(this::problem);
        problem.ifPresent(given -> remarks.addAll(given.remarks()));
        Architecture built = problem.map(Problem::architecture).orElseGet(() -> network.architecture(remarks));
        if (built.outputs() > 1 && level.isPresent()) {
            throw new IllegalArgumentException("--level is for a single output; " + built.text() + " has "
                    + built.outputs() + ", the largest of which decides");
        }
        Seed seed = Seed.of(number);
        double[] theta = problem.map(Problem::start).orElseGet(() -> network.theta(built, seed, remarks));
        Optional<Dataset> points = problem.map(Problem::train);
        Domain domain = where.of(built, points, seed);
        if (!built.head().none()) {
            remarks.add("regions are those of the network before its " + built.head().name()
                    + ", and decisions are taken there");
        }
        return new RegionsSetting(built, theta, domain, where.words(domain), level.orElse(0.0), limit, points, number,
                options(built), remarks);
    }

    private Problem problem(String source) {
        ProblemBuilder builder = Problem.builder(number).data(source).reading(reading).split(0).unanswered();
        if (standardized) {
            builder.standardized();
        }
        network.give(builder);
        return builder.build();
    }

    private Map<String, Object> options(Architecture built) {
        var options = new LinkedHashMap<String, Object>();
        options.put("net", built.text());
        network.describe(options);
        data.ifPresent(source -> options.put("data", source));
        if (standardized) {
            options.put("standardize", true);
        }
        where.describe(options);
        if (built.outputs() == 1) {
            options.put("level", level.orElse(0.0));
        }
        options.put("limit", limit);
        options.put("seed", number);
        return options;
    }
}
