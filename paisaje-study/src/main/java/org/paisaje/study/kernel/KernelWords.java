package org.paisaje.study.kernel;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.paisaje.study.kernel.KernelAnswer.Prediction;

/** What is said of a kernel in a sentence, and what it was computed of. */
final class KernelWords {
    private KernelWords() {}

    /** The kernel, its size, and what the last prediction scores. */
    static String headline(KernelSetting setting, long rows, long columns, List<Prediction> predictions) {
        String words = setting.kind().words();
        String head = Character.toUpperCase(words.charAt(0)) + words.substring(1) + " of " + setting.network()
                + ", " + rows + " x " + columns;
        if (predictions.isEmpty()) {
            return head + ".";
        }
        Prediction last = predictions.getLast();
        String when = setting.ridge() > 0
                ? "with ridge " + setting.ridge()
                : Double.isInfinite(last.time()) ? "at the end of training" : "at time " + last.time();
        return head + ": " + last.testAccuracy()
                .map(share -> String.format(Locale.ROOT, "%.2f %% of %d test points right %s", 100 * share,
                        last.outputs().rows(), when))
                .orElse(String.format(Locale.ROOT, "test loss %.4g %s", last.testLoss(), when)) + ".";
    }

    static String cutShort(String headline, String part) {
        return headline.replaceFirst("\\.$", "") + ": NOT COMPLETE, interrupted in " + part + ".";
    }

    /** What was computed, by name. */
    static Map<String, Object> describe(KernelSetting setting, KernelAnswer answer) {
        var result = new LinkedHashMap<String, Object>();
        result.put("network", setting.network().toString());
        result.put("kind", setting.kind() == KernelSetting.Kind.EMPIRICAL
                ? "empirical ntk"
                : setting.kind().name().toLowerCase(Locale.ROOT));
        setting.train().ifPresent(train -> {
            result.put("data", train.name());
            result.put("classes", train.classes().size());
        });
        result.put("points", setting.x().rows());
        result.put("inputs", setting.x().columns());
        setting.test().ifPresent(test -> {
            result.put("test", test.name());
            result.put("testPoints", test.size());
        });
        if (!answer.predictions().isEmpty()) {
            result.put("times", setting.times());
            result.put("ridge", setting.ridge());
        }
        result.put("stored", answer.storage().isPresent());
        setting.storage().filter(s -> answer.storage().isPresent()).ifPresent(s -> {
            result.put("tolerance", s.tolerance());
            result.put("maxIterations", s.iterations());
        });
        return result;
    }
}
