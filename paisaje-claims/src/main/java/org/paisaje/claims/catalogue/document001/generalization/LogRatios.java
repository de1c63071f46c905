package org.paisaje.claims.catalogue.document001.generalization;

import java.util.List;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.study.Comparison;

/** Comparisons of a quantity at two widths, draw by draw, where single draws differ by orders of magnitude. */
final class LogRatios {
    private LogRatios() {}

    /**
     * The mean over draws of the logarithm of a quantity at one width over that at another is at least a bound.
     *
     * @param over the index of the width above the line
     * @param under that of the width below it
     * @param comparisons how many the claim makes
     */
    static Comparison atLeast(String what, double bound, List<Quantities> measured, String name, int over, int under,
            int comparisons) {
        double[] logs = measured.stream()
                .mapToDouble(q -> Math.log(q.list(name)[over] / q.list(name)[under]))
                .toArray();
        return Comparison.atLeast(what, bound, Exponents.mean(logs, comparisons),
                "Student's interval over " + logs.length + " draws at " + Level.words(comparisons));
    }
}
