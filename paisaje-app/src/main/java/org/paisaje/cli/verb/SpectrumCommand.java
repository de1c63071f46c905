package org.paisaje.cli.verb;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.paisaje.cli.option.FitOptions;
import org.paisaje.cli.option.FittedProblem;
import org.paisaje.study.problem.Problem;
import org.paisaje.study.problem.ProblemBuilder;
import org.paisaje.study.spectrum.SpectrumSetting;
import org.paisaje.study.spectrum.SpectrumStudy;
import org.paisaje.theory.landscape.spectrum.Curvature;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The spectrum of a curvature matrix. */
@Command(
        name = "spectrum",
        description = "Eigenvalues, density, trace, rank and layers of the Hessian or another curvature matrix: of weights in a file as they are, or at the end of a training run, with the sharpness along it.",
        footer = {
            "%nWith --out: eigenvalues.npy (all in ascending order up to the order of --full, else both ends, with bounds.csv), "
                    + "density.csv, sharpness.csv, report.html, result.json.",
            "%nData, networks and weights are written as for train; see 'paisaje train --help'.",
            "%nExamples:",
            "  paisaje spectrum --data rings:n=200 --net mlp:2-16-1:tanh",
            "  paisaje spectrum --data iris --net mlp:4-16-3:relu --optimizer gd:0.5 --steps 500 --out iris",
            "  paisaje spectrum --weights run1/weights.safetensors --data digits --of gauss-newton --out run1-gn",
            "  paisaje spectrum --data measured.csv --target price --standardize --net mlp:8-64-1:gelu --of fisher"
        })
public final class SpectrumCommand extends Verb {
    private static final long USUAL_STEPS = 500;
    private static final int HIDDEN = 16;

    @Mixin
    private FittedProblem problem = new FittedProblem(new FitOptions("gd:0.2", 0));

    @Option(
            names = "--of",
            paramLabel = "MATRIX",
            description = "hessian, gauss-newton, fisher, empirical-fisher, ntk (the tangent kernel over n) or h2 (hessian less gauss-newton) (default: ${DEFAULT-VALUE}).")
    private String of = "hessian";

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps before; 0 looks at the weights as they are (default: 0 with --weights, else 500).")
    private @Nullable Long steps;

    @Option(
            names = "--samples",
            paramLabel = "N",
            description = "Takes the curvature over so many training samples at even distances; 0 for all (default: ${DEFAULT-VALUE}).")
    private int samples;

    @Option(
            names = "--full",
            paramLabel = "P",
            description = "Computes all eigenvalues up to this order, from as many products (default: ${DEFAULT-VALUE}).")
    private int full = 10_000;

    @Option(
            names = "--top",
            paramLabel = "K",
            description = "Eigenvalues at either end (default: ${DEFAULT-VALUE}).")
    private int top = 10;

    @Option(
            names = "--probes",
            paramLabel = "N",
            description = "Random vectors for the density (default: ${DEFAULT-VALUE}).")
    private int probes = 16;

    @Option(
            names = "--lanczos-steps",
            paramLabel = "N",
            description = "Products for each of them (default: ${DEFAULT-VALUE}).")
    private int lanczosSteps = 60;

    @Option(
            names = "--products",
            paramLabel = "N",
            description = "The most products for the ends (default: ${DEFAULT-VALUE}).")
    private long products = 2000;

    @Option(
            names = "--damping",
            paramLabel = "SHARE",
            defaultValue = "1e-3",
            description = "rho of log det(A + rho I), in units of the norm of A (default: ${DEFAULT-VALUE}).")
    private double damping;

    @Override
    protected StudyVerb<?> study() {
        return of(new SpectrumStudy(), this::setting).resuming(problem.resume());
    }

    private SpectrumSetting setting() {
        var effort = new SpectrumSetting.Effort(samples, full, top, probes, lanczosSteps, products, damping);
        Curvature matrix = Curvature.parse(of);
        Long given = steps;
        long count = given != null ? given : problem.hasWeights() ? 0 : USUAL_STEPS;
        if (count < 0) {
            throw new IllegalArgumentException("--steps is " + count + ", at least 0 is needed");
        }
        ProblemBuilder builder = problem.builder(common().seedNumber(), HIDDEN);
        Problem built = problem.build(builder);
        FitOptions fit = problem.fit();
        Optional<SpectrumSetting.Run> run = count == 0
                ? Optional.empty()
                : Optional.of(
                        new SpectrumSetting.Run(fit.optimizer(), fit.schedule(), fit.clip(), count, fit.batch(built)));
        return new SpectrumSetting(built, matrix, run, effort);
    }
}
