package org.paisaje.claims.catalogue.document001.setup;

import java.util.Arrays;
import java.util.List;
import org.paisaje.claims.Level;
import org.paisaje.claims.Quantities;
import org.paisaje.claims.catalogue.Exponents;
import org.paisaje.study.Comparison;
import org.paisaje.study.Estimate;

/**
 * What theory says of an exponent, and the line that tells it from its rivals. A prediction is a list of numbers, as
 * {@link Quantities} hold them: the exponent of the limit, the range in which finite widths may put it, and the rivals.
 */
public final class Powers {
    private Powers() {}

    /** An exponent, the least and the largest value that finite widths may give it, and what it is to be told from. */
    public static double[] law(double exponent, double low, double high, double... rivals) {
        double[] law = Arrays.copyOf(new double[] {exponent, low, high}, 3 + rivals.length);
        System.arraycopy(rivals, 0, law, 3, rivals.length);
        return law;
    }

    /** The exponent of the quantity of that name, one among so many comparisons of its claim, against a law. */
    public static Comparison line(String what, double[] law, double[] sizes, List<Quantities> measured, String name,
            int comparisons) {
        return line(what, law, Exponents.of(sizes, measured, name, comparisons), measured.size(), comparisons);
    }

    /** An interval over so many replicates, one among so many comparisons, against a law. */
    public static Comparison line(String what, double[] law, Estimate interval, int replicates, int comparisons) {
        return Comparison.told(
                what, new Estimate(law[0], law[1], law[2]), interval,
                "Student's interval over " + replicates + " initialisations at " + Level.words(comparisons)
                        + "; what finite widths add to the exponent",
                Arrays.copyOfRange(law, 3, law.length));
    }
}
