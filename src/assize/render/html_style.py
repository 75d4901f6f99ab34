"""The style sheet of a page: one for all documents, with its faces inside, so that a page needs nothing but itself."""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from string import Template

from assize.render import theme
from assize.render.theme import Weight

_SHEET = Template("""
*,*::before,*::after{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:$white;color:$ink;font:400 1.1875rem/1.47 '$family',Arial,sans-serif;overflow-wrap:break-word}
p,ul,ol,dl,figure,table,h1,h2,h3{margin:0;padding:0}
ul,ol{list-style:none}
svg{display:block;max-width:100%;height:auto}
a{color:$brand;text-underline-offset:.15em}
a:hover{text-decoration-thickness:.16em}
a:focus-visible,summary:focus-visible{outline:3px solid $ink;outline-offset:0;background:$focus;color:$ink}
.scroll:focus-visible{outline:3px solid $ink;outline-offset:2px;box-shadow:0 0 0 8px $focus}
main:focus{outline:none}
.hidden{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:-99rem;top:0;padding:.6rem 1rem;background:$focus;color:$ink;font-weight:700;z-index:1}
.skip:focus{left:0}
.frame{max-width:63rem;margin:0 auto;padding:0 1.5rem}
.running{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;align-items:baseline;justify-content:space-between;padding:1.1rem 0 .8rem;
border-bottom:4px solid $brand;font-size:1rem;color:$mute}
.running>*{flex:1 1 0}
.running>:last-child{text-align:right}
.wordmark{font-size:1.3125rem;font-weight:700;color:$brand}
.marking{font-weight:700;letter-spacing:.06em;color:$ink;text-align:center;white-space:nowrap}
.foot{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;justify-content:space-between;margin-top:3.5rem;padding:.8rem 0 1.6rem;
border-top:1px solid $rule;font-size:1rem;color:$mute}
.foot>*{flex:1 1 0}
.foot>:last-child{text-align:right}
.made-up{margin-top:1rem;padding:.7rem 1rem;border:2px solid $ink;font-weight:700}
.masthead{padding:1.2rem 0 1.1rem}
h1{font-weight:700;color:$brand;line-height:1.15}
h1 .kind{display:block;font-size:1.25rem;font-weight:400;color:$mute;line-height:1.5}
h1 .board{display:block;font-size:clamp(1.75rem,1.1rem + 2.9vw,2.75rem);letter-spacing:-.014em}
.period{font-size:1.375rem;margin-top:.35rem}
.meta{display:flex;flex-wrap:wrap;gap:.25rem 1.6rem;justify-content:space-between;padding:.7rem 0;font-size:1rem;
border-top:1px solid $rule;border-bottom:1px solid $rule}
.meta div{display:flex;flex-wrap:wrap;gap:0 .5rem;align-items:baseline}
.meta dt{color:$mute}
.meta dd{margin:0}
.meta div,.meta dd,.strip .words{min-width:0;overflow-wrap:anywhere}
h1,h2{overflow-wrap:anywhere}
.badge{display:inline-block;padding:0 .4rem;border:2px solid $ink;font-weight:700}
.lede{font-size:clamp(1.3125rem,1rem + 1.2vw,1.625rem);line-height:1.32;font-weight:700;padding:1.1rem 0;max-width:36em;
text-wrap:pretty}
.strip{display:flex;flex-wrap:wrap;gap:.7rem 1.3rem;justify-content:space-between;padding:.8rem 0;font-size:1.0625rem;
line-height:1.3;border-top:1px solid $rule;border-bottom:1px solid $rule}
.strip li{display:flex;align-items:center;gap:.6rem}
.strip .icon{flex:none}
.strip .tally{font-size:1.875rem;font-weight:700;line-height:1}
.strip .number{font-size:1.375rem;font-weight:700}
.strip.tallied .words{max-width:8.6em;font-size:1rem}
.contents{padding:1.3rem 0 0}
.contents h2{font-size:1.3125rem}
.contents li{padding:.3rem 0}
.contents li ul{padding-left:0}
.contents .theme{margin-top:.5rem;color:$mute;display:block}
section{padding-top:2.6rem;scroll-margin-top:1rem}
.theme-line{color:$mute;margin-bottom:.2rem}
h2{font-size:clamp(1.4375rem,1.1rem + 1.3vw,1.9375rem);line-height:1.24;color:$brand;font-weight:700;
max-width:31em;text-wrap:balance}
h3{font-size:1.1875rem;line-height:1.3;color:$brand;font-weight:700;margin-bottom:.25rem}
.subtitle{color:$mute;margin:.35rem 0 .9rem;max-width:78ch;text-wrap:pretty}
.text p,.commentary p,.notes li,.callouts dd{max-width:66ch}
.text p+p{margin-top:.6rem}
.judged{display:flex;align-items:flex-start;gap:.5rem}
.judged .icon{flex:none;width:1.375rem;height:1.375rem}
sup{line-height:0;font-size:.78em}
sup a{padding:6px 7px 6px 3px;margin-right:-5px}
.finding{padding:1.5rem 0;border-bottom:1px solid $rule;display:grid;gap:1rem 1.6rem;grid-template-columns:minmax(0,1fr)}
.finding h2{font-size:1.4375rem;color:$ink;line-height:1.25}
.finding .status{display:flex;align-items:center;gap:.55rem;font-size:1rem;color:$mute;margin-bottom:.45rem}
.finding .text{margin-top:.5rem}
.finding .callouts{margin-top:.6rem;font-size:1rem;color:$mute}
.finding .commentary{margin-top:.8rem}
.caption{font-size:1rem;line-height:1.4;color:$mute;margin-bottom:.5rem}
.caption strong{color:$ink}
.chart-note{font-size:1rem;line-height:1.4;color:$mute;margin-top:.5rem;max-width:80ch}
.scroll{overflow-x:auto;position:relative}
.scroll.chart svg{width:100%;min-width:44rem}
.chart-figure{margin:1.3rem 0}
.finding .chart-figure{margin:0}
.finding .chart-figure>svg{width:100%}
.exhibit>.text,.list>.text{margin-top:.9rem}
details{margin-top:.6rem;font-size:1rem}
summary{cursor:pointer;color:$brand;display:inline-block;padding:.2rem .3rem .2rem 0;text-decoration:underline;
text-underline-offset:.15em}
details[open] summary{margin-bottom:.5rem}
details p{margin-top:.5rem;color:$mute}
.two{display:grid;grid-template-columns:minmax(0,1fr);gap:1.6rem 2.2rem;margin-top:1.3rem}
table{border-collapse:collapse;width:100%;font-size:1.0625rem;line-height:1.3;font-variant-numeric:tabular-nums}
th,td{text-align:left;vertical-align:top;font-weight:400;padding:.5rem .7rem}
th:first-child,td:first-child{padding-left:0}
th:last-child,td:last-child{padding-right:0}
thead th{vertical-align:bottom;color:$mute;border-bottom:2px solid $ink;font-size:1rem}
tbody tr{border-bottom:1px solid $rule}
.right{text-align:right}
.right.drawn{text-align:left}
tr.theme th{color:$brand;font-weight:700;padding:1rem 0 .35rem}
tr.theme{border-bottom:1.5px solid $brand}
tr.board{background:$wash}
tr.board>*{color:$brand;font-weight:700}
tr.board>:first-child{padding-left:.6rem}
tr.board>:last-child{padding-right:.6rem}
.under{display:block;color:$mute;font-weight:400;font-size:1rem}
.nowrap{white-space:nowrap}
td svg:not(.icon){min-width:4rem}
table.wide{min-width:59rem}
table.wide th,table.wide td{padding-left:.4rem;padding-right:.4rem}
table.wide tr>:first-child{padding-left:0}
table.wide tr>:last-child{padding-right:0}
table.wide td:nth-child(2){font-weight:700;font-size:1.25rem;line-height:1.15}
table.middle{min-width:36rem}
td .judged .icon{margin-top:0}
.key{display:flex;flex-wrap:wrap;gap:.5rem 1.5rem;padding:.9rem 0;font-size:1rem;align-items:center}
.key li:first-child{font-weight:700}
.columns{display:grid;grid-template-columns:minmax(0,1fr);gap:1.4rem 2rem;padding-top:1.1rem;
border-top:4px solid $brand;font-size:1rem;line-height:1.42}
.notes{font-size:1rem;margin-top:1.1rem}
.columns .notes{margin-top:0}
.notes li{display:grid;grid-template-columns:1.5rem 1fr;padding:.12rem 0}
.notes li:target,section:target h2{background:$focus;color:$ink}
.notes .mark{font-weight:700}
.commentary{padding:.85rem 1.1rem;border-left:4px solid $brand;background:$wash}
.commentary p+p{margin-top:.5rem}
.commentary.awaited{border:2px dashed $slot_line;background:$slot}
.awaited h3,.awaited .why{color:$slot_line;font-weight:700}
.commentary.awaited .prompt{color:$mute}
.exhibit .commentary{margin-top:1.6rem}
.callouts{margin-top:1.1rem;font-size:1.0625rem;line-height:1.42}
.callouts div{display:grid;grid-template-columns:5.5rem 1fr;padding:.2rem 0}
.callouts dt{font-weight:700;color:$brand}
.callouts dd{margin:0;max-width:80ch}
.finding .callouts div{display:block}
.asks{border-top:4px solid $brand;padding-top:1rem;margin-top:2.2rem}
.asks h2{display:inline;font-size:1.4375rem;margin-right:.5rem}
.asks .subtitle{display:inline;font-size:1rem}
.asks ul{margin-top:.7rem}
.asks li{display:grid;grid-template-columns:1fr;gap:.1rem 1.5rem;padding:.7rem 0;border-top:1px solid $rule}
.asks .who{color:$mute}
@media (min-width:40rem){.asks li{grid-template-columns:6rem 1fr 15rem}.asks .who{color:inherit}}
@media (min-width:54rem){
.finding{grid-template-columns:minmax(0,1.12fr) minmax(0,1fr)}
.columns{grid-template-columns:repeat(3,minmax(0,1fr))}
.two{grid-template-columns:minmax(0,60fr) minmax(0,112fr)}
}
@media (max-width:40rem){
.frame{padding:0 1rem}
.running>*,.foot>*{flex:1 1 100%;text-align:left!important;white-space:normal!important}
.callouts div{display:block}
.strip{justify-content:flex-start}
}
@media print{
@page{size:A4;margin:18mm 15mm 16mm;@top-center{content:'$marking';font:700 9pt Arial}
@bottom-center{content:'$marking';font:700 9pt Arial}
@bottom-right{content:counter(page);font:9pt Arial}}
html{font-size:8.84pt}
.running .marking,.foot .marking{visibility:hidden}
tr.theme,.strip{break-after:avoid}
.exhibit,.headlines{break-before:page}
.frame{max-width:none;padding:0}
.skip,details:not([open]){display:none}
.scroll{overflow:visible}
.scroll.chart svg{min-width:0}
table.wide,table.middle{min-width:0}
th,td{padding:.25rem .35rem}
.finding{grid-template-columns:1.12fr 1fr}
.two{grid-template-columns:60fr 112fr}
.columns{grid-template-columns:repeat(3,1fr)}
.finding,.commentary,tr,.chart-figure,.callouts div,.asks li{break-inside:avoid}
h2,h3,.subtitle{break-after:avoid}
a{color:inherit;text-decoration:none}
}
""")


@lru_cache(maxsize=1)
def _faces() -> str:
    return "".join(
        f"@font-face{{font-family:'{theme.FAMILY}';font-weight:{weight.value};"
        f"src:url(data:font/woff;base64,{b64encode(theme.web_font(weight)).decode('ascii')}) format('woff')}}"
        for weight in (Weight.REGULAR, Weight.BOLD)
    )


def _css_string(text: str) -> str:
    """Text as the inside of a CSS string: anything but letters, digits, spaces and hyphens is written as its code point."""
    return "".join(c if c.isascii() and (c.isalnum() or c in " -") else f"\\{ord(c):x} " for c in text)


@lru_cache(maxsize=8)
def style_sheet(marking: str) -> str:
    """The whole sheet for documents of one marking (which stands on each printed page)."""
    tokens = {name.replace("-", "_"): value for name, value in theme.COLOURS.items()}
    return _faces() + _SHEET.substitute(tokens, family=theme.FAMILY, marking=_css_string(marking)).replace("\n", "")
