package org.paisaje.study.explain.chapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.paisaje.study.explain.evidence.Evidence;

/** A part of an explanation: looks at the evidence of a run and says what it shows. */
public interface Diagnosis {
    /** What it is about, for progress and for the place of a part that failed. */
    String title();

    /** Why there is nothing to examine in this run, a clause; blank where nobody would miss it. Absent if it is examined. */
    default Optional<String> leftOut(Evidence evidence) {
        return Optional.empty();
    }

    /** Whether it takes long and no cause rests on it, so that a quick look does without it. */
    default boolean thorough() {
        return false;
    }

    /** Examines a run. Whatever cannot be measured is a finding that says so, not an exception. */
    Chapter examine(Evidence evidence);

    /** The parts of an explanation, in the order of the argument. */
    static List<Diagnosis> standard() {
        return all(false);
    }

    /** Those of a quick look: the same without what is {@link #thorough}, which is said. */
    static List<Diagnosis> quick() {
        return all(true);
    }

    private static List<Diagnosis> all(boolean quick) {
        return List.of(new DataDiagnosis(), new OutputDiagnosis(), new StartDiagnosis(quick), new StepSizeDiagnosis(),
                new NextStepDiagnosis(), new ConvergenceDiagnosis(), new KernelDiagnosis(),
                new LazinessDiagnosis(), new CurvatureDiagnosis(), new LayerDiagnosis(), new NoiseDiagnosis(),
                new FitDiagnosis(), new PredictorDiagnosis());
    }

    /**
     * The parts that need nothing but checkpoints of a run.
     *
     * @param step whether what the rule of the steps allows is known without its state
     */
    static List<Diagnosis> ofCheckpoints(boolean step) {
        List<Diagnosis> parts = new ArrayList<>(List.of(new DataDiagnosis(), new CurvatureDiagnosis(),
                new LayerDiagnosis(), new FitDiagnosis()));
        if (step) {
            parts.add(1, new StepSizeDiagnosis());
        }
        return List.copyOf(parts);
    }
}
