package org.paisaje.study.initialize;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Ending;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.Words;
import org.paisaje.study.folder.KeptParts;
import org.paisaje.training.Ensemble;

/**
 * What an initialisation does to signals, gradients, dead units and the tangent kernel before any training, beside what theory
 * gives for wide layers; others are tried on the same inputs, and one that is better is shown.
 */
public final class InitializeStudy implements Study<InitializeSetting> {
    /** A proposal is at least this factor better in all. */
    private static final double GAIN = Math.log10(2);
    private static final int TRIAL_DRAWS = 6;
    /** Draws that have been looked at. */
    private static final String KEPT = "draws.part";
    private static final String TITLE = "What the start does";

    @Override
    public String name() {
        return "initialize";
    }

    @Override
    public long seed(InitializeSetting setting) {
        return setting.problem().seedNumber();
    }

    /** An initialisation that was tried on a few draws. */
    record Tried(Initializer initializer, Strain strain, int order) {}

    @Override
    public List<String> continuation() {
        return List.of(KEPT);
    }

    @Override
    public Result run(InitializeSetting setting, Session session) {
        try (KeptParts kept = KeptParts.open(KEPT, setting.describe(), session)) {
            return run(setting, session, kept);
        }
    }

    private Result run(InitializeSetting setting, Session session, KeptParts kept) {
        setting.problem().remarks().forEach(session.listener()::remark);
        Architecture network = setting.network();
        Matrix x = StartSample.some(setting.problem().train().x(), InitializeSetting.SAMPLES);
        Initializer drawn = setting.drawn();
        StartSample given = setting.weights()
                ? StartSample.given(network, setting.problem().start(), x, setting.problem().seed())
                : sample(setting, drawn, x, setting.draws(), true, kept, k -> session.listener()
                        .progress(0.4 * k / setting.draws(), "draw " + (k + 1) + " of " + setting.draws()));
        if (given.draws() < (setting.weights() ? 1 : Math.min(StartSample.LEAST, setting.draws()))) {
            return Result.of(name(), TITLE)
                    .setting(setting.describe())
                    .measured("problem", setting.problem().facts())
                    .headline("NOT COMPLETE: stopped before two networks were looked at.")
                    .ended(Ending.interrupted("interrupted"))
                    .build();
        }
        session.listener().progress(0.4, "tries other initialisations");
        Strain strain = Strain.of(given);
        List<Tried> tried = Session.cancelled() ? List.of() : tried(setting, drawn, x, session, kept);
        double size = tried.stream()
                .filter(one -> one.initializer().name().equals(drawn.name()))
                .mapToDouble(one -> one.strain().size())
                .findFirst()
                .orElse(0);
        double own = setting.weights() ? strain.size() : size;
        Optional<Tried> best = tried.stream()
                .filter(one -> setting.weights() || !one.initializer().name().equals(drawn.name()))
                .min(Comparator.comparingDouble((Tried one) -> Math.round(10 * one.strain().size()))
                        .thenComparingInt(Tried::order))
                .filter(one -> strain.worst() > Strain.HARMLESS && one.strain().size() < own - GAIN);
        session.listener().progress(0.7, "looks at the better one");
        Optional<StartSample> better = best.filter(one -> !Session.cancelled())
                .map(one -> sample(setting, one.initializer(), x, setting.draws(), true, kept, k -> {}))
                .filter(one -> one.draws() >= Math.min(StartSample.LEAST, setting.draws()))
                .filter(one -> Strain.of(one).size() < strain.size() - GAIN);
        Optional<Strain> eased = better.map(Strain::of);
        Result.Builder result = Result.of(name(), TITLE)
                .setting(setting.describe())
                .measured("problem", setting.problem().facts())
                .measured("given", measurements(given, strain));
        if (better.isPresent()) {
            result.measured("better", measurements(better.get(), eased.orElseThrow()));
        }
        var parts = new InitializeParts(setting, x.rows(), given, strain, better, eased, tried);
        parts.fill(result);
        if (Session.cancelled()) {
            result.ended(Ending.interrupted("interrupted"));
        }
        return result.build();
    }

    private static StartSample sample(InitializeSetting setting, Initializer initializer, Matrix x, int draws,
            boolean whole, KeptParts kept, IntConsumer next) {
        return StartSample.of(setting.network(), initializer, x, draws, whole, setting.problem().seed(), kept, next);
    }

    private static List<Tried> tried(InitializeSetting setting, Initializer drawn, Matrix x, Session session,
            KeptParts kept) {
        if (setting.network().layerShapes().size() < 2) {
            return List.of();
        }
        List<Initializer> candidates = new ArrayList<>(Candidates.of(setting.network()));
        if (candidates.stream().noneMatch(one -> one.name().equals(drawn.name()))) {
            candidates.addFirst(drawn);
        }
        List<Strain> strains = Ensemble.run(candidates.size(), session.threads(), i -> Strain.of(sample(setting,
                candidates.get(i), x, Math.min(TRIAL_DRAWS, setting.draws()), false, kept, k -> {})));
        if (Session.cancelled()) {
            // Some were looked at in part.
            return List.of();
        }
        List<Tried> result = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            result.add(new Tried(candidates.get(i), strains.get(i), i));
        }
        return result;
    }

    private static Map<String, Object> measurements(StartSample sample, Strain strain) {
        var map = new LinkedHashMap<String, Object>();
        map.put("init", sample.name());
        map.put("decadesForward", strain.forward());
        map.put("decadesBackward", strain.backward());
        map.put("decadesMerging", strain.merging());
        map.put("blocked", sample.blocked());
        int inner = sample.inner();
        if (inner > 0) {
            map.put("lastActivation", StartSample.median(sample.activation()[inner - 1]));
            map.put("firstGradient", StartSample.median(sample.gradient()[0]));
            double cosine = StartSample.median(sample.cosine()[inner - 1]);
            if (!Double.isNaN(cosine)) {
                map.put("lastCosine", cosine);
            }
        }
        if (!sample.kernel().isEmpty()) {
            map.put("kernelLargest", sample.kernel().getFirst().eigenvalues()[0]);
            map.put("kernelCondition", sample.kernel().getFirst().condition());
            map.put("kernelRank", sample.kernel().getFirst().rank());
        }
        return map;
    }

    /** A factor in decades as words: "a factor of 30". */
    static String factor(double decades) {
        return decades >= 100 ? "a factor beyond 1e100" : "a factor of " + Words.number(Math.pow(10, decades));
    }
}
