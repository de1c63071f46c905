/** The same run from another seed, and the way between the two. */
@NullMarked
package org.paisaje.study.explain.second;

import org.jspecify.annotations.NullMarked;
