package org.paisaje.study.kernel;

import java.util.List;
import java.util.stream.Stream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Ending;
import org.paisaje.study.Keep;
import org.paisaje.study.Result;
import org.paisaje.study.Session;
import org.paisaje.study.Study;

/** A kernel and what training with it predicts. A kernel that is stored in a file is gone on from by a second start. */
public final class KernelStudy implements Study<KernelSetting> {
    @Override
    public String name() {
        return "kernel";
    }

    @Override
    public long seed(KernelSetting setting) {
        return setting.options().get("seed") instanceof Long number ? number : setting.seed().key();
    }

    @Override
    public List<String> continuation() {
        return List.of(KernelSetting.Storage.KERNEL, KernelSetting.Storage.KERNEL + ".part",
                KernelSetting.Storage.CHECKPOINT);
    }

    @Override
    public Result run(KernelSetting setting, Session session) {
        setting.remarks().forEach(session.listener()::remark);
        KernelAnswer answer = KernelComputation.run(setting, session.listener()::progress);
        Result.Builder result = Result.of(name(), "What the kernel predicts")
                .ended(ending(answer))
                .headline(answer.headline())
                .setting(setting.options())
                .measured("problem", answer.setting());
        KernelParts.measurements(answer).forEach(result::measured);
        Stream.of("course", "spectrum")
                .flatMap(id -> answer.figures().stream().filter(figure -> figure.id().equals(id)))
                .findFirst()
                .ifPresent(result::led);
        KernelParts.sections(answer, setting).forEach(result::section);
        if (session.folder().isPresent()) {
            answer.matrix().ifPresent(matrix -> result.keeping(new Keep.Array("kernel", matrix)));
            if (answer.storage().isPresent() && answer.status() != KernelAnswer.Status.INTERRUPTED) {
                result.keeping(new Keep.Left(KernelSetting.Storage.KERNEL));
            }
        }
        if (!answer.predictions().isEmpty()) {
            result.keeping(new Keep.Array("predictions", Matrix.stackRows(
                    answer.predictions().stream().map(KernelAnswer.Prediction::outputs).toArray(Matrix[]::new))));
        }
        return result.build();
    }

    private static Ending ending(KernelAnswer answer) {
        return switch (answer.status()) {
            case DONE -> Ending.done("done");
            case NOT_CONVERGED -> Ending.failed("the residual asked for was not reached",
                    "--resume with more --iterations goes on, --ridge helps where the kernel is nearly singular");
            case INTERRUPTED -> Ending.interrupted("interrupted");
        };
    }

}
