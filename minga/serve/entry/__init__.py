"""Who comes in and what they may say: names, proxies, certificates, cookies, phrases, limits."""
