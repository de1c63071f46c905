/** Finds the cause of a disappointing run by trying remedies, and says it. */
@org.jspecify.annotations.NullMarked
package org.paisaje.study.explain.answer;
