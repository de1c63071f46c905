package org.paisaje.study.landscape;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.math.linalg.Blas;
import org.paisaje.study.Ending;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.explain.run.FinishedRun;
import org.paisaje.study.landscape.LandscapeSetting.CriticalView;
import org.paisaje.study.landscape.LandscapeSetting.SliceView;
import org.paisaje.study.train.KeptRun;

/** The loss around weights. Each view has a computation and a report of its own. */
public final class LandscapeStudy implements Study<LandscapeSetting> {
    static final String TITLE = "The loss around the weights";

    @Override
    public String name() {
        return "landscape";
    }

    @Override
    public long seed(LandscapeSetting setting) {
        return setting.problem().seedNumber();
    }

    @Override
    public List<String> continuation() {
        return List.of(KeptRun.NAME, KeptSlice.WEIGHTS, KeptSlice.LINES, KeptSearches.SEARCHES);
    }

    @Override
    public Result run(LandscapeSetting setting, Session session) {
        setting.problem().remarks().forEach(session.listener()::remark);
        return Blas.withThreads(session.threads(), () -> switch (setting.view()) {
            case SliceView view -> slice(setting, view, session);
            case CriticalView view -> CriticalReport.of(setting, view, session);
        });
    }

    private Result slice(LandscapeSetting setting, SliceView view, Session session) {
        var kept = new KeptSlice(setting, session);
        Optional<WeightsCourse> before = kept.weights();
        WeightsCourse course = before.orElseGet(() -> weights(setting, view, session));
        if (!course.failure().isEmpty()) {
            return unmeasured(setting, Session.cancelled()
                    ? Ending.interrupted("interrupted")
                    : Ending.failed("training did not come to its end: " + course.failure(),
                            "A smaller rate in --optimizer helps, or weights that are trained already, in --weights"));
        }
        if (before.isEmpty() && setting.training().isPresent()) {
            kept.keep(course);
            KeptRun.in(session).remove();
        }
        course.points().forEach(theta -> SliceComputation.require(theta, setting.problem().network().layout()));
        try {
            SliceAnswer answer = new SliceComputation(setting, view, session, kept).run(course);
            boolean whole = answer.scales().size() == view.scales() && !Session.cancelled();
            return new SliceReport(setting, view, answer)
                    .result(whole ? Ending.done("done") : Ending.interrupted("interrupted"));
        } catch (SliceComputation.Unmeasured e) {
            String reason = e.getMessage() == null ? "" : e.getMessage();
            return unmeasured(setting, reason.isEmpty()
                    ? Ending.interrupted("interrupted")
                    : Ending.failed(reason,
                            "A smaller --range helps where the loss overflows, and directions that need no Hessian, as --directions "
                                    + "filter,filter, where eigenvectors are not found"));
        }
    }

    /** The weights that are looked at, from files, a run that is over, or a run of its own. */
    private static WeightsCourse weights(LandscapeSetting setting, SliceView view, Session session) {
        if (!view.files().isEmpty()) {
            List<String> notes = new ArrayList<>();
            WeightsCourse read = SliceComputation.read(setting, view.files(), notes);
            notes.forEach(session.listener()::remark);
            return read;
        }
        if (view.run().isPresent()) {
            return finished(setting, view.run().get(), session);
        }
        return setting.training()
                .map(fit -> WeightsCourse.trained(fit, view.principal(), session))
                .orElseGet(() -> new WeightsCourse(List.of(setting.problem().start()), List.of("the weights"), ""));
    }

    private static WeightsCourse finished(LandscapeSetting setting, Path folder, Session session) {
        FinishedRun run = FinishedRun.read(folder, Optional.of(setting.problem().architecture()), Optional.empty());
        run.notes().forEach(session.listener()::remark);
        run.broken()
                .ifPresent(broken -> session.listener()
                        .remark("the run is looked at up to the checkpoint before " + broken.when().words()
                                + ", whose weights are not finite"));
        return new WeightsCourse(run.snapshots().stream().map(shot -> shot.network().absorbed(shot.theta())).toList(),
                run.snapshots().stream().map(shot -> shot.when().words()).toList(), "");
    }

    private Result unmeasured(LandscapeSetting setting, Ending ending) {
        return Result.of(name(), TITLE)
                .setting(setting.describe())
                .measured("problem", setting.problem().facts())
                .headline(ending.kind() == Ending.Kind.INTERRUPTED
                        ? "NOT COMPLETE: stopped before the surface was whole."
                        : "NOT COMPLETE: the loss around the weights could not be measured.")
                .ended(ending)
                .build();
    }
}
