package org.paisaje.study.connect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.paisaje.math.linalg.Blas;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Ending;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.train.Fit;
import org.paisaje.study.train.FitResult;
import org.paisaje.study.train.FitSetting;
import org.paisaje.study.train.KeptRun;
import org.paisaje.training.Outcome;

/** The loss between networks. Those that are trained start from {@code init.1}, {@code init.2}, ... of the seed. */
public final class ConnectStudy implements Study<ConnectSetting> {
    @Override
    public String name() {
        return "connect";
    }

    @Override
    public long seed(ConnectSetting setting) {
        return setting.problem().seedNumber();
    }

    @Override
    public List<String> continuation() {
        return Stream.concat(Stream.of(KeptNetworks.NAME, KeptRun.NAME), KeptCurves.files().stream()).toList();
    }

    @Override
    public Result run(ConnectSetting setting, Session session) {
        setting.problem().remarks().forEach(session.listener()::remark);
        List<String> names = new ArrayList<>();
        List<ConnectSetting.End> ends = new ArrayList<>();
        Ending ending = Ending.done("done");
        if (setting.files().isEmpty()) {
            var kept = new KeptNetworks(setting, session);
            List<double[]> thetas = kept.read();
            for (int i = 0; i < setting.count(); i++) {
                names.add("seed " + (i + 1));
                if (i < thetas.size()) {
                    continue;
                }
                FitResult fit = trained(setting, i, session);
                if (fit.trajectory().outcome() instanceof Outcome.Diverged
                        || fit.trajectory().outcome() instanceof Outcome.Interrupted) {
                    return failed(setting, fit, i + 1);
                }
                thetas.add(fit.trajectory().theta());
                kept.add(thetas);
            }
            thetas.forEach(theta -> ends.add(new ConnectSetting.End(setting.problem().architecture(), theta)));
        } else {
            List<String> notes = new ArrayList<>();
            ends.addAll(setting.read(notes));
            notes.forEach(session.listener()::remark);
            names.addAll(names(setting.files()));
        }
        Joined joined = Blas.withThreads(session.threads(),
                () -> new ConnectComputation(setting, ends.stream().map(ConnectSetting.End::absorbed).toList(), session)
                        .between(ends, names));
        if (Session.cancelled()) {
            ending = Ending.interrupted("interrupted");
        }
        return new ConnectReport(setting, joined).result(ending);
    }

    /** The last part of each path, or all of it where two would be called alike. */
    private static List<String> names(List<Path> files) {
        List<String> last = files.stream().map(file -> String.valueOf(file.getFileName())).toList();
        return Set.copyOf(last).size() == last.size() ? last : files.stream().map(Path::toString).toList();
    }

    private static FitResult trained(ConnectSetting setting, int number, Session session) {
        FitSetting fit = setting.training().orElseThrow();
        Seed start = setting.problem().seed().named("init").at(number + 1L);
        double[] theta = fit.network().initialize(start);
        Fit.Listener listener = (step, total, loss) -> session.listener()
                .progress(0.05 * (number + (double) step / total) / setting.count(),
                        "training network " + (number + 1));
        var run = KeptRun.in(session);
        return run.goesOn()
                ? Fit.resume(fit, run.file().orElseThrow(), session.threads(), listener)
                : Fit.run(fit, theta, run.file(), session.threads(), listener);
    }

    private Result failed(ConnectSetting setting, FitResult fit, int number) {
        String how = fit.trajectory().outcome().describe();
        Ending ending = Thread.currentThread().isInterrupted()
                ? Ending.interrupted(how)
                : Ending.failed("network " + number + " could not be trained: " + how,
                        "A smaller rate in --optimizer, or networks that are trained already, given as files");
        return Result.of(name(), ConnectReport.TITLE)
                .ended(ending)
                .headline("NOT COMPLETE: network " + number + " could not be trained, " + how + ".")
                .setting(setting.describe())
                .measured("problem", setting.problem().facts())
                .build();
    }
}
