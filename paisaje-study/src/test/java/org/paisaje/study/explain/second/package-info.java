/** Tests of a run made a second time. */
@NullMarked
package org.paisaje.study.explain.second;

import org.jspecify.annotations.NullMarked;
