package org.paisaje.study.train;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.Study;

/** Training from start to files. A run that is stopped is kept in a checkpoint and gone on from as if it had not been. */
public final class TrainStudy implements Study<FitSetting> {
    /** The run as a second start goes on from it. */
    public static final String CHECKPOINT = "checkpoint";

    @Override
    public String name() {
        return "train";
    }

    @Override
    public long seed(FitSetting setting) {
        return setting.problem().seedNumber();
    }

    @Override
    public List<String> continuation() {
        return List.of(CHECKPOINT);
    }

    @Override
    public Result run(FitSetting setting, Session session) {
        setting.problem().remarks().forEach(session.listener()::remark);
        Optional<Path> checkpoint = session.folder().map(path -> path.resolve(CHECKPOINT));
        Fit.Listener listener = (step, total, loss) -> session.listener()
                .progress((double) step / total, String.format(Locale.ROOT, "epoch %.1f  loss %.3g",
                        (double) step / setting.stepsPerEpoch(), loss));
        boolean kept = checkpoint.map(Files::exists).orElse(false);
        FitResult fit = session.resume() && kept
                ? Fit.resume(setting, checkpoint.orElseThrow(), session.threads(), listener)
                : Fit.run(setting, setting.problem().start(), checkpoint, session.threads(), listener);
        return new FitReport(fit).result(checkpoint.isPresent());
    }
}
