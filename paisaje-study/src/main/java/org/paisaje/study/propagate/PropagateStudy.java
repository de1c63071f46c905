package org.paisaje.study.propagate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.network.Architecture;
import org.paisaje.network.start.Initializer;
import org.paisaje.study.Ending;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.train.KeptRun;
import org.paisaje.theory.dynamics.signal.WideSignals;
import org.paisaje.training.Outcome;

/**
 * Follows samples, a grid around them, signals and gradients through the layers of a network, along a run or at given weights.
 */
public final class PropagateStudy implements Study<PropagateSetting> {
    private static final int FOLLOWED = 16;

    @Override
    public String name() {
        return "propagate";
    }

    @Override
    public long seed(PropagateSetting setting) {
        return setting.problem().seedNumber();
    }

    @Override
    public List<String> continuation() {
        return List.of(KeptRun.NAME);
    }

    @Override
    public Result run(PropagateSetting setting, Session session) {
        setting.problem().remarks().forEach(session.listener()::remark);
        Architecture network = setting.network();
        PropagationCourse course = PropagationCourse.of(setting, session);
        session.listener().progress(0.85, "follows the samples");
        boolean cut = course.outcome().map(Outcome.Interrupted.class::isInstance).orElse(false);
        // Of a run that was cut short is shown what there is; a stop behind it ends the study.
        BooleanSupplier stop = () -> !cut && Session.cancelled();
        Optional<Followed> found = Followed.of(setting, course, stop);
        if (found.isEmpty()) {
            return stopped(setting);
        }
        Followed followed = found.get();
        Optional<WideSignals> expected = setting.problem().drawn()
                ? WideSignals.of(network, initializer(setting),
                        followed.data().x().rowRange(0, Math.min(FOLLOWED, followed.data().size())))
                : Optional.empty();
        session.listener().progress(0.95, "draws");
        if (stop.getAsBoolean()) {
            return stopped(setting);
        }
        Result.Builder result = Result.of(name(), "Through the layers")
                .ended(ending(course))
                .setting(setting.describe())
                .measured("problem", setting.problem().facts());
        new PropagateParts(setting, course, followed, expected).fill(result);
        result.keeping(new Keep.Columns("layers", columns(course, followed)));
        return result.build();
    }

    private Result stopped(PropagateSetting setting) {
        return Result.of(name(), "Through the layers")
                .ended(Ending.interrupted("interrupted"))
                .headline("NOT COMPLETE: stopped after the training, before the layers were looked at.")
                .setting(setting.describe())
                .measured("problem", setting.problem().facts())
                .build();
    }

    private static Initializer initializer(PropagateSetting setting) {
        return setting.problem().setting().get("init") instanceof String name
                ? Initializer.parse(name)
                : Initializer.standardFor(setting.network());
    }

    private static Ending ending(PropagationCourse course) {
        return course.outcome()
                .map(outcome -> switch (outcome) {
                    case Outcome.Diverged diverged ->
                        Ending.failed(diverged.describe(), "a smaller rate, as --optimizer adam:1e-3");
                    case Outcome.Interrupted interrupted -> Ending.interrupted(interrupted.describe());
                    default -> Ending.done(outcome.describe());
                })
                .orElseGet(() -> Ending.done("done"));
    }

    /** Moments and layers as rows. */
    private static Map<String, double[]> columns(PropagationCourse course, Followed followed) {
        List<double[]> rows = new ArrayList<>();
        boolean classes = followed.data().classes().size() > 1;
        for (int t = 0; t < course.moments(); t++) {
            for (int l = 0; l < followed.cube().nodes(); l++) {
                Matrix values = followed.cube().values(t, l);
                double separation = classes ? followed.cube().separation(t, l, followed.labels()) : 0;
                rows.add(new double[] {course.epochs()[t], l, values.columns(),
                    Followed.quantile(followed.cube().norms(t, l), 0.5),
                    l == 0 ? 0 : followed.signals().get(t).get(l - 1).gradient(),
                    l == 0 ? 0 : followed.signals().get(t).get(l - 1).dead(), separation});
            }
        }
        String[] names = {"epoch", "layer", "units", "norm", "gradient", "dead", "separation"};
        var columns = new LinkedHashMap<String, double[]>();
        for (int j = 0; j < names.length; j++) {
            int column = j;
            columns.put(names[j], rows.stream().mapToDouble(row -> row[column]).toArray());
        }
        return columns;
    }
}
