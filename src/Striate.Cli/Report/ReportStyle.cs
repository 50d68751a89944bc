namespace Striate.Cli.Report;

/// <summary>The report's looks: light or dark as the reader's system asks, one column that widens.</summary>
internal static class ReportStyle
{
    public const string Css = """
        :root{--paper:#fbfaf7;--ink:#1f2328;--soft:#6b7280;--rule:#e4e1d8;--a:#2f6f9f;--b:#c8642b;--hit:47,111,159;--miss:200,80,43;color-scheme:light dark}
        @media(prefers-color-scheme:dark){:root{--paper:#15181c;--ink:#e8e6e1;--soft:#9aa3ad;--rule:#2c3138;--a:#7db8e0;--b:#f0a36b;--hit:95,160,210;--miss:230,110,70}}
        *{box-sizing:border-box}body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        main{max-width:1120px;margin:0 auto;padding:40px 24px 80px}header{border-bottom:1px solid var(--rule);padding-bottom:24px}
        .kicker{margin:0;color:var(--soft);font-size:13px;letter-spacing:.08em;text-transform:uppercase}h1{margin:.1em 0 .6em;font-size:34px;line-height:1.15;font-weight:650;overflow-wrap:anywhere}
        h2{margin:44px 0 8px;font-size:21px}p{color:var(--soft);margin:.2em 0 1em}.figures{display:flex;flex-wrap:wrap;gap:14px 44px}.figures b{display:block;font-size:26px;font-weight:600;font-variant-numeric:tabular-nums}
        .figures span{color:var(--soft);font-size:13px}.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(320px,1fr));gap:20px}figure{margin:0}figcaption{font-size:14px;font-weight:600}svg{width:100%;height:auto}
        .scroll{overflow-x:auto}table{border-collapse:collapse;font-size:13px;font-variant-numeric:tabular-nums}th{font-weight:500;color:var(--soft);padding:4px 8px;text-align:right}td{min-width:38px;padding:5px 8px;text-align:right}
        .hit{background:rgba(var(--hit),calc(var(--s)*.55))}.miss{background:rgba(var(--miss),calc(var(--s)*.8))}.tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(84px,1fr));gap:14px}
        .tile img{width:100%;image-rendering:pixelated;border-radius:4px;display:block}.tile figcaption{font-weight:400;font-size:13px;margin-top:4px}.tile em{color:var(--b);font-style:normal;font-weight:600}small{color:var(--soft)}
        pre{overflow-x:auto;padding:16px;border:1px solid var(--rule);border-radius:8px;font:12.5px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
        """;
}
