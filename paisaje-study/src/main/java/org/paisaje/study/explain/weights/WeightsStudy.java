package org.paisaje.study.explain.weights;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.paisaje.data.format.DataFormatException;
import org.paisaje.math.random.Seed;
import org.paisaje.study.Assessment;
import org.paisaje.study.Block;
import org.paisaje.study.Comparison.Relation;
import org.paisaje.study.Ending;
import org.paisaje.study.Estimate;
import org.paisaje.study.Finding;
import org.paisaje.study.Result;
import org.paisaje.study.Section;
import org.paisaje.study.Session;
import org.paisaje.study.Study;
import org.paisaje.study.Words;
import org.paisaje.study.explain.answer.FailOn;
import org.paisaje.study.figure.Cell;
import org.paisaje.study.figure.Figure;
import org.paisaje.theory.generalization.LayerSpectrum;
import org.paisaje.theory.generalization.PowerLaw;
import org.paisaje.weights.Weights;

/** What a file of weights says of itself: norms, spectra against those of random matrices, units that do nothing new. */
public final class WeightsStudy implements Study<WeightsSubject> {
    private static final List<String> RULES = List.of("weights.zero-layer", "weights.equal-units",
            "weights.dead-units", "weights.untrained");

    private final FailOn failOn;

    /**
     * A study.
     *
     * @param failOn rules, kinds of rules, or {@code any}: a finding among them is not as it should be
     */
    public WeightsStudy(List<String> failOn) {
        this.failOn = FailOn.of(failOn, rules());
    }

    /** The stable names of what can be wrong with weights. */
    public static List<String> rules() {
        return RULES;
    }

    /** A layer with all that was measured. */
    record Measured(WeightMatrix layer, LayerSpectrum spectrum, UnitCopies copies) {}

    @Override
    public String name() {
        return "explain";
    }

    @Override
    public long seed(WeightsSubject subject) {
        return subject.seed();
    }

    @Override
    public Result run(WeightsSubject subject, Session session) {
        List<String> notes = new ArrayList<>();
        List<WeightMatrix> layers = WeightMatrix.read(subject.file(), notes);
        String network = network(subject, notes);
        notes.forEach(note -> session.listener().remark(subject.file() + ": " + note));
        Seed seed = Seed.of(subject.seed()).named("weights");
        List<Measured> all = new ArrayList<>();
        for (int l = 0; l < layers.size() && !Session.cancelled(); l++) {
            session.listener().progress((double) l / layers.size(), layers.get(l).name());
            all.add(new Measured(layers.get(l), LayerSpectrum.of(layers.get(l).weights(), seed.at(l)),
                    UnitCopies.of(layers, l)));
        }
        var said = WeightsAnswer.of(all);
        boolean stopped = Session.cancelled();
        Result.Builder result = Result.of(name(), "What the weights say")
                .ended(stopped
                        ? Ending.interrupted(
                                "interrupted; " + all.size() + " of " + layers.size() + " layers were seen")
                        : failOn.ending(said.rule(), said.headline(), List.of()))
                .headline(said.headline())
                .about(layers.size() + (layers.size() == 1 ? " layer" : " layers") + " of "
                        + subject.file().getFileName()
                        + (network.isEmpty() ? "" : ", " + network) + ".")
                .answering("What there is", said.found());
        if (!said.why().isEmpty()) {
            result.answering("What it means", said.why());
        }
        result.answering("What to do", said.todo())
                .setting(Map.of("weights", subject.file().toString(), "seed", subject.seed()))
                .measured("cause", said.rule())
                .measured("network", network)
                .measured("layers", all.stream().map(WeightsStudy::values).toList());
        List<Figure> figures = WeightSpectrumFigures.of(all);
        if (!figures.isEmpty()) {
            result.led(figures.getFirst());
        }
        result.section(layers(all, figures.stream().skip(1).toList()));
        result.section(units(all));
        result.section(spectra(all));
        return result.build();
    }

    private static String network(WeightsSubject subject, List<String> notes) {
        try {
            Weights.Inferred inferred = Weights.infer(subject.file());
            notes.addAll(inferred.notes());
            return inferred.network().text();
        } catch (DataFormatException e) {
            notes.add("of which network they are was not inferred: " + e.reason());
            return "";
        }
    }

    private static Map<String, Object> values(Measured one) {
        LayerSpectrum spectrum = one.spectrum();
        var map = new LinkedHashMap<String, Object>();
        map.put("name", one.layer().name());
        map.put("shape", one.layer().shape());
        map.put("norm", spectrum.norm());
        map.put("frobenius", spectrum.frobenius());
        map.put("stableRank", spectrum.stableRank());
        spectrum.bulk().ifPresent(bulk -> {
            map.put("outliers", spectrum.outliers());
            map.put("bulkVariance", bulk.variance());
            map.put("bulkDistance", spectrum.distance());
        });
        spectrum.tail().ifPresent(tail -> {
            map.put("alpha", tail.alpha());
            map.put("alphaLow", tail.interval().low());
            map.put("alphaHigh", tail.interval().high());
            map.put("tail", tail.tail());
            map.put("pValue", tail.pValue());
        });
        spectrum.law().ifPresent(law -> map.put("law", word(law)));
        map.put("equalUnits", one.copies().equal());
        map.put("proportionalUnits", one.copies().proportional());
        map.put("silentUnits", one.copies().silent());
        return map;
    }

    static String word(PowerLaw.Verdict law) {
        return switch (law) {
            case POWER_LAW -> "power law";
            case UNDECIDED -> "cannot be told";
            case NONE -> "no power law";
        };
    }

    private static Section layers(List<Measured> all, List<Figure> figures) {
        List<List<Cell>> rows = new ArrayList<>();
        double product = 1;
        for (Measured one : all) {
            LayerSpectrum spectrum = one.spectrum();
            product *= spectrum.norm();
            rows.add(List.of(Cell.text(one.layer().name()), Cell.text(one.layer().shape()),
                    Cell.number(spectrum.norm()), Cell.number(spectrum.frobenius()),
                    Cell.number(spectrum.stableRank(), 3),
                    spectrum.bulk().isPresent() ? Cell.count(spectrum.outliers()) : Cell.text("-"),
                    Cell.text(spectrum.law().map(WeightsStudy::word).orElse("too few values"))));
        }
        var table = new Figure.Table("layers", "Layers", "", List.of("layer", "shape", "norm", "Frobenius",
                "stable rank", "outliers", "tail"), rows);
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Numbers(table));
        blocks.add(new Block.Findings(List.of(Finding.of("spectral-product", "product of the norms", product)
                .judged(Assessment.NOTE, "",
                        "With activations of slope at most 1 and matrices in a row, no change of the input is made larger "
                                + "by more than this factor; filters count as matrices here."))));
        figures.forEach(figure -> blocks.add(new Block.Picture(figure)));
        return Section.of("layers", "Layers",
                "norm is the largest singular value, Frobenius the root of the sum of squares", blocks);
    }

    private static Section units(List<Measured> all) {
        List<Finding> findings = new ArrayList<>();
        for (int l = 0; l < all.size(); l++) {
            UnitCopies copies = all.get(l).copies();
            String name = all.get(l).layer().name();
            int units = all.get(l).layer().units();
            boolean last = l == all.size() - 1;
            if (all.get(l).layer().zero()) {
                findings.add(Finding.of("zero-layer-" + (l + 1), name + ": weights that are not 0", 0)
                        .judged(last ? Assessment.NOTE : Assessment.TROUBLE, "all zero",
                                "All weights of this layer are 0: nothing passes through it."));
                continue;
            }
            count(findings, "equal-units-" + (l + 1), name + ": copies of other units, of " + units, copies.equal(),
                    "They have the weights and bias of another unit, exactly. If the next layer reads them alike, they "
                            + "stay equal for ever.");
            count(findings, "proportional-units-" + (l + 1), name + ": multiples of other units, of " + units,
                    copies.proportional(),
                    "They are a positive multiple of another unit, to a millionth: with ReLU they "
                            + "bring nothing new.");
            count(findings, "silent-units-" + (l + 1), name + ": units without weights, of " + units, copies.silent(),
                    "Their weights are all 0, so they do not depend on the input.");
            count(findings, "unread-units-" + (l + 1), name + ": units that the next layer does not read, of " + units,
                    copies.unread(), "The next layer has weight 0 for them.");
        }
        if (findings.isEmpty()) {
            findings.add(Finding.of("equal-units", "units that are zero, equal or proportional", 0)
                    .judged(Assessment.FINE, "none", "Every unit of every layer does something of its own."));
        }
        return Section.of("units", "Units", "exact comparisons of rows and columns",
                List.of(new Block.Findings(findings)));
    }

    private static void count(List<Finding> findings, String id, String quantity, int count, String words) {
        if (count > 0) {
            findings.add(Finding.of(id, quantity, count)
                    .against(Relation.EQUAL, 0, "every unit should do something of its own")
                    .judged(Assessment.TROUBLE, "wasted", words));
        }
    }

    private static Section spectra(List<Measured> all) {
        List<Finding> findings = new ArrayList<>();
        for (int l = 0; l < all.size(); l++) {
            findings.addAll(spectrum(l, all.get(l)));
        }
        return Section.of("spectra", "Spectra", "against the law of Marchenko and Pastur of random matrices", List.of(
                new Block.Findings(findings),
                new Block.Formula("\\rho(x) = \\frac{\\sqrt{(b - x)(x - a)}}{2 \\pi q \\sigma^2 x}, \\qquad "
                        + "a, b = \\sigma^2 (1 \\mp \\sqrt{q})^2")));
    }

    private static List<Finding> spectrum(int l, Measured one) {
        LayerSpectrum spectrum = one.spectrum();
        String name = one.layer().name();
        List<Finding> findings = new ArrayList<>();
        if (spectrum.bulk().isEmpty()) {
            findings.add(Finding.unmeasured("outliers-" + (l + 1), name + ": outliers",
                    "The smaller side has " + spectrum.rows()
                            + (spectrum.rows() == 1 ? " value" : " values, or half of them vanish")
                            + "; at least 8 that do not vanish are needed for a bulk."));
        } else {
            findings.add(Finding.of("outliers-" + (l + 1), name + ": singular values above the bulk",
                    spectrum.outliers())
                    .against(Relation.EQUAL, 0, "random entries: one in a thousand matrices has one (Tracy and Widom)")
                    .judged(Assessment.NOTE, spectrum.looksRandom()
                            ? "looks random"
                            : spectrum.outliers() > 0
                                    ? "structure"
                                    : "another law",
                            spectrum.looksRandom()
                                    ? "The whole spectrum is that of a matrix of independent entries."
                                    : "The bulk ends at " + number(Math.sqrt(spectrum.bulk().get().high()
                                            * spectrum.columns())) + "; what is above it was learned, or put there."));
            Finding distance = Finding.of("bulk-distance-" + (l + 1), name + ": distance of the bulk from its law",
                    spectrum.distance());
            findings.add(Double.isNaN(spectrum.usual())
                    ? distance.judged(Assessment.NOTE, "", "For matrices of this size it is not compared with random "
                            + "ones.")
                    : distance.against(Relation.AT_MOST, spectrum.usual(), "19 of 20 random matrices of this size")
                            .judged(Assessment.NOTE, spectrum.distance() <= spectrum.usual() ? "random" : "not random",
                                    "Largest distance between the shares of the eigenvalues and those of the law."));
        }
        findings.add(tail(l, name, spectrum));
        return findings;
    }

    private static Finding tail(int l, String name, LayerSpectrum spectrum) {
        String id = "power-law-" + (l + 1);
        Optional<PowerLaw> found = spectrum.tail();
        if (found.isEmpty()) {
            return Finding.unmeasured(id, name + ": exponent of the tail", "There are fewer than " + PowerLaw.FEWEST
                    + " different eigenvalues; of so few no law can be told.");
        }
        PowerLaw law = found.get();
        StringBuilder words = new StringBuilder("Of the " + law.tail() + " largest eigenvalues; goodness of fit p = "
                + number(law.pValue()) + " (below 0.1 a power law is ruled out).");
        for (PowerLaw.Rival rival : law.rivals()) {
            words.append(" Against ")
                    .append(rival.name())
                    .append(": ratio ")
                    .append(number(rival.ratio()))
                    .append(", p = ")
                    .append(number(rival.pValue()))
                    .append('.');
        }
        if (spectrum.looksRandom()) {
            words.append(" The spectrum is that of a random matrix, which has an edge and no tail.");
        }
        String verdict = spectrum.law().map(WeightsStudy::word).orElse("");
        return Finding.of(id, name + ": exponent of the tail",
                new Estimate(law.alpha(), law.interval().low(), law.interval().high()))
                .judged(Assessment.NOTE, verdict, words.toString());
    }

    static String number(double value) {
        return Words.number(value);
    }
}
