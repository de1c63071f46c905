package org.paisaje.cli.verb;

import org.paisaje.cli.option.EpochsOption;
import org.paisaje.cli.option.FittedProblem;
import org.paisaje.cli.option.SourceFlags;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.study.train.FitSetting;
import org.paisaje.study.train.TrainStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains a network. */
@Command(
        name = "train",
        description = "Trains a network on data. Without options: a small one on the built-in digits.",
        footer = {
            SourceFlags.HELP,
            "%nNetworks: mlp:784-512-10:relu, linear:5-4-3, resnet:2x50:tanh:step=0.05, "
                    + "conv:28x28x1-16-10:relu, onnx:FILE. Weights: .safetensors (with "
                    + "model.safetensors.index.json for several files), .npz, .pt and .pth of PyTorch, .weights.h5 and .keras; "
                    + "--weights model.pth alone infers the network from names and shapes and says how.",
            "%nWith --out: weights.safetensors, history.csv, history.json, report.html, result.json and a checkpoint for --resume.",
            "%nExamples:",
            "  paisaje train",
            "  paisaje train --data rings:n=500 --net mlp:2-16-16-1:tanh --epochs 100 --out rings",
            "  paisaje train --data measured.csv --target price --standardize --net mlp:8-64-1:gelu",
            "  paisaje train --data houses.csv --target price --standardize --standardize-target --net mlp:8-64-1:relu",
            "  paisaje train --data survey.csv --target income --separator ';' --decimal , --missing drop --drop id",
            "  paisaje train --data idx:train-images.gz,train-labels.gz --net mlp:784-512-512-10:relu \\",
            "      --optimizer adam:1e-3 --epochs 5 --batch 128 --seed 1 --out run1"
        })
public final class TrainCommand extends Verb {
    private static final int HIDDEN = 64;

    @Mixin
    private FittedProblem problem = new FittedProblem();

    @Mixin
    private EpochsOption epochs = EpochsOption.usually(20, 1000);

    @Override
    protected StudyVerb<?> study() {
        refuseBoth("--weights", "--resume", "each says where to start");
        return of(new TrainStudy(), this::setting).resuming(problem.resume());
    }

    private FitSetting setting() {
        ProblemBuilder builder = problem.builder(common().seedNumber(), HIDDEN);
        return epochs.training(problem, problem.build(builder)).orElseThrow();
    }
}
