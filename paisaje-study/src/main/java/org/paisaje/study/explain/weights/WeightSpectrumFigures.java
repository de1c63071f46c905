package org.paisaje.study.explain.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.paisaje.study.figure.Axis;
import org.paisaje.study.figure.Figure;
import org.paisaje.study.figure.Role;
import org.paisaje.study.figure.Series;
import org.paisaje.theory.generalization.LayerSpectrum;
import org.paisaje.theory.generalization.MarchenkoPastur;

/** The spectra of layers beside those of random matrices. */
final class WeightSpectrumFigures {
    private static final int MOST = 12;
    private static final int GRID = 200;

    private WeightSpectrumFigures() {}

    /** A picture for each layer that has a bulk, two beside each other. */
    static List<Figure> of(List<WeightsStudy.Measured> all) {
        List<Figure.Chart> charts = new ArrayList<>();
        for (WeightsStudy.Measured one : all) {
            one.spectrum()
                    .bulk()
                    .filter(bulk -> charts.size() < MOST)
                    .ifPresent(bulk -> charts.add(chart(one, bulk,
                            charts.size() + 1)));
        }
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < charts.size(); i += 2) {
            List<Figure.Chart> two = charts.subList(i, Math.min(charts.size(), i + 2));
            figures.add(new Figure.Panels("spectra-" + (i / 2 + 1),
                    "Singular values of " + two.stream().map(Figure.Chart::title).collect(Collectors.joining(" and "))
                            + " beside those of random matrices",
                    "For each singular value the share of values that are at least as large. The line is a random matrix of "
                            + "this size with the same median; points to the right of its end stand out of the noise.",
                    two));
        }
        return figures;
    }

    private static Figure.Chart chart(WeightsStudy.Measured one, MarchenkoPastur bulk, int number) {
        LayerSpectrum spectrum = one.spectrum();
        double[] values = spectrum.values().clone();
        Arrays.sort(values);
        int n = values.length;
        double[] share = new double[n];
        for (int i = 0; i < n; i++) {
            share[i] = (double) (n - i) / n;
        }
        double[] x = new double[GRID + 1];
        double[] law = new double[GRID + 1];
        double from = Math.sqrt(bulk.low() * spectrum.columns());
        double to = Math.sqrt(bulk.high() * spectrum.columns());
        for (int i = 0; i <= GRID; i++) {
            x[i] = from + (to - from) * i / GRID;
            law[i] = 1 - bulk.cumulative(x[i] * x[i] / spectrum.columns());
        }
        return new Figure.Chart("spectrum-" + number, one.layer().name(), "", Axis.linear("singular value"),
                Axis.linear("share at least as large"),
                List.of(new Series.Line("random", Role.THEORY, x, law),
                        new Series.Points("weights", Role.MEASURED, values, share)));
    }
}
