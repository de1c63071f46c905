package org.paisaje.study.explain.wiring;

import java.util.Locale;
import java.util.stream.Collectors;
import org.paisaje.data.log.LoggedSeries;
import org.paisaje.study.Words;

/** The sentences about what reproduces a log. */
final class WiringWords {
    /** A chance of accidental agreement above this convinces nobody. */
    static final double DOUBT = 0.01;

    private WiringWords() {}

    /** The chance that one of the ways tried agrees by accident. */
    static double accident(SeriesVerdict verdict) {
        return Math.min(1, verdict.tried() * verdict.agreement().chance());
    }

    /** Whether the agreement is more than an accident. */
    static boolean convincing(SeriesVerdict verdict) {
        boolean plain = verdict.found().map(way -> way.changes().isEmpty()).orElse(false);
        return verdict.found().isPresent() && (plain ? verdict.agreement().chance() : accident(verdict)) <= DOUBT;
    }

    /** What can be said of a series, in two or three sentences. */
    static String sentence(SeriesVerdict verdict, boolean tested) {
        String name = verdict.series().name();
        String missing = verdict.series().part() == LoggedSeries.Part.TEST && !tested
                ? " There are no test data (--test), so it was held against the data that were told."
                : "";
        String what = verdict.series().quantity() == LoggedSeries.Quantity.ACCURACY ? "share that is right" : "loss";
        String compared = Words.count(verdict.points().pairs().size(), "checkpoint");
        if (verdict.found().isPresent()) {
            Wiring way = verdict.found().get();
            String alike = verdict.alike().isEmpty()
                    ? ""
                    : " Not to be told from it here: " + verdict.alike()
                            .stream()
                            .limit(2)
                            .map(Wiring::words)
                            .collect(Collectors.joining("; or "))
                            + (verdict.alike().size() > 2
                                    ? "; and " + (verdict.alike().size() - 2) + " more."
                                    : ".");
            return "The log's " + name + " is reproduced at " + compared + " (" + verdict.points().how() + ") by "
                    + (way.changes().isEmpty() ? "the " + what + " as told" : "the " + what + " with " + way.words())
                    + ". " + evidence(verdict) + alike + missing;
        }
        if (verdict.averaged().isPresent()) {
            SeriesVerdict.EpochMean mean = verdict.averaged().get();
            return "The log's " + name + " is no number of a checkpoint: at " + mean.between() + " of " + mean.of()
                    + " epochs it lies between " + (mean.way().changes().isEmpty()
                            ? "the loss as told"
                            : "the loss with " + mean.way().words())
                    + " before and after the epoch, as a mean taken while training does. Such a mean cannot be computed "
                    + "again from checkpoints"
                    + (mean.others() == 0
                            ? "; of " + verdict.tried() + " ways tried this is the only one that encloses it."
                            : "; so do " + mean.others() + " of the other ways that were tried.")
                    + missing;
        }
        return "None of the " + Words.count(verdict.tried(), "hypothese") + " agrees with the log's " + name + " at "
                + compared + " (" + verdict.points().how()
                + "); the nearest is " + (verdict.nearest().changes().isEmpty()
                        ? "the " + what + " as told"
                        : "the " + what + " with " + verdict.nearest().words())
                + ", off by up to " + Words.percent(verdict.agreement().worst()) + "." + missing;
    }

    /** The same in one short sentence. */
    static String brief(SeriesVerdict verdict) {
        String name = "The log's " + verdict.series().name();
        if (verdict.found().isPresent() && convincing(verdict)) {
            Wiring way = verdict.found().get();
            return name + " is the loss " + (way.changes().isEmpty() ? "as told." : "with " + way.words() + ".");
        }
        return verdict.averaged().isPresent()
                ? name + " may be a mean taken while training does: such a mean is no number of a checkpoint."
                : name + " is not reproduced: none of " + Words.count(verdict.tried(), "way")
                        + " of computing a loss at the checkpoints agrees with it.";
    }

    /** How much the agreement says. */
    static String evidence(SeriesVerdict verdict) {
        Agreement agreement = verdict.agreement();
        int digits = (int) Math.floor(agreement.digits());
        boolean plain = verdict.found().map(way -> way.changes().isEmpty()).orElse(false);
        double chance = plain ? agreement.chance() : accident(verdict);
        String said = (agreement.exact()
                ? "That is to " + Words.count(Math.max(0, digits), "digit") + " or more each"
                : "That is within three standard deviations of what the order drawn leaves open")
                + "; " + (plain ? "no other way had to be tried" : Words.count(verdict.tried(), "way") + " were tried")
                + ", and the chance of an accident is " + share(chance)
                + " if agreement at one checkpoint says nothing "
                + "about the next, " + share(Math.min(1, (plain ? 1 : verdict.tried()) * agreement.chanceOfOne()))
                + " if it brings all others.";
        return convincing(verdict) ? said : said + " That is too little to convince.";
    }

    private static String share(double chance) {
        return chance < 1e-12 ? "below 1e-12" : String.format(Locale.ROOT, "%.1g", chance);
    }
}
