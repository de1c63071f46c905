/**
 * Why a training run went as it did: what was measured along it and at its end, beside what theory says, with verdicts and
 * advice. {@link org.paisaje.study.explain.Explainer} runs; each {@link org.paisaje.study.explain.chapter.Diagnosis} is one part
 * of the argument, and a list of them is open to more.
 */
@NullMarked
package org.paisaje.study.explain;

import org.jspecify.annotations.NullMarked;
