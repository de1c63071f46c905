package org.paisaje.study.explain.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.paisaje.math.linalg.Matrix;
import org.paisaje.study.Assessment;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Finding;
import org.paisaje.study.explain.chapter.Chapter;
import org.paisaje.study.explain.chapter.Diagnosis;
import org.paisaje.study.explain.evidence.Evidence;
import org.paisaje.study.explain.evidence.Milestone;
import org.paisaje.study.explain.evidence.Subject;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.kernel.KernelAlignment;
import org.paisaje.theory.kernel.Laziness;

/** The tangent kernel along the checkpoints: how far it went from the first, and how well it is aligned with the targets. */
final class KernelAlong implements Diagnosis {
    private static final int MOST_SAMPLES = 200;
    private static final double COST = 2e9;
    private static final double LAZY = 0.1;
    private static final double RICH = 0.5;

    private final String unit;

    KernelAlong(String unit) {
        this.unit = unit;
    }

    @Override
    public String title() {
        return "kernel along the run";
    }

    @Override
    public Chapter examine(Evidence evidence) {
        Subject subject = evidence.subject();
        List<Milestone> milestones = evidence.course().milestones();
        int[] rows = rows(subject, milestones.size());
        Matrix x = subject.train().x().rows(rows);
        Matrix y = subject.targets(subject.train()).rows(rows);
        Laziness.Origin origin = Laziness.from(milestones.getFirst().network(), milestones.getFirst().theta(), x);
        double[] steps = new double[milestones.size()];
        double[] change = new double[steps.length];
        double[] alignment = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            Milestone at = milestones.get(i);
            steps[i] = at.step();
            change[i] = origin.at(at.network(), at.theta()).kernelChange();
            alignment[i] = KernelAlignment.of(at.network(), at.theta(), x, y);
        }
        int last = steps.length - 1;
        List<Finding> findings = new ArrayList<>();
        String on = " on " + rows.length + " samples";
        if (last == 0) {
            findings.add(Finding.unmeasured("kernel-change", "change of the tangent kernel",
                    "There is one checkpoint; a change needs two."));
        } else if (Double.isFinite(change[last])) {
            double moved = change[last];
            findings.add(Finding.of("kernel-change", "|K - K_1| / |K_1|, first to last checkpoint" + on, moved)
                    .against(Relation.EQUAL, 0, "lazy limit of infinite width, Jacot et al. 2018")
                    .judged(Assessment.NOTE, moved < LAZY ? "lazy" : moved > RICH ? "rich" : "between",
                            "Below " + LAZY + " training is called lazy: the network stays near its linearisation; "
                                    + "above " + RICH + " it learns features."));
        }
        if (Double.isFinite(alignment[last])) {
            findings.add(Finding.of("kernel-alignment", "alignment of kernel and targets at the end" + on,
                    alignment[last])
                    .against(Relation.AT_LEAST, Double.isFinite(alignment[0]) ? alignment[0] : 0,
                            "that of the first checkpoint")
                    .judged(Assessment.NOTE, alignment[last] > alignment[0] ? "grew" : "did not grow",
                            "Centred alignment, between -1 and 1: how far samples with equal targets are alike to the "
                                    + "network. Learning makes it grow."));
        }
        return new Chapter("kernel", "Kernel along the run", last == 0 || !Double.isFinite(alignment[last])
                ? "one checkpoint shows no change"
                : String.format(Locale.ROOT, "its alignment with the targets went from %.3g to %.3g",
                        alignment[0], alignment[last]),
                findings,
                figures(steps, change, alignment, rows.length));
    }

    private static int[] rows(Subject subject, int checkpoints) {
        double perPair = 6.0 * subject.network().outputs() * checkpoints
                * Math.max(1, subject.network().applications() / 100.0);
        int most = (int) Math.max(20, Math.min(MOST_SAMPLES, Math.sqrt(COST / perPair)));
        int n = subject.train().size();
        int count = Math.min(n, most);
        return IntStream.range(0, count).map(i -> (int) ((long) i * n / count)).toArray();
    }

    private List<Figure> figures(double[] steps, double[] change, double[] alignment, int samples) {
        List<Figure.Chart> charts = new ArrayList<>();
        chart("kernel-change", "Change", "|K - K_1| / |K_1|", steps, change, charts);
        chart("kernel-alignment", "Alignment with the targets", "centred alignment", steps, alignment, charts);
        return charts.isEmpty()
                ? List.of()
                : List.of(new Figure.Panels("kernel-along", "The tangent kernel along the checkpoints",
                        "First: how far the kernel is from that of the first checkpoint. Second: how well it is aligned "
                                + "with the targets. On " + samples + " training samples.",
                        charts));
    }

    private void chart(String id, String title, String name, double[] steps, double[] values,
            List<Figure.Chart> charts) {
        int[] kept = IntStream.range(0, steps.length)
                .filter(i -> Double.isFinite(values[i]))
                .toArray();
        if (kept.length > 1) {
            charts.add(new Figure.Chart(id, title, "", Axis.linear(unit), Axis.linear(name),
                    List.of(new Series.Line("checkpoints", Role.MEASURED,
                            Arrays.stream(kept).mapToDouble(i -> steps[i]).toArray(),
                            Arrays.stream(kept).mapToDouble(i -> values[i]).toArray()))));
        }
    }
}
